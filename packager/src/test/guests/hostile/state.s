# What C has no words for: mutable globals of each type, and tables that are written to and grown.
# The first table is the one that calls through pointers go through, the second is the guest's own.
# (clang-14's assembler has no ref.is_null, and takes table.grow and table.fill for externref alone:
# TableTest.java does the same to tables of functions.)

	.globaltype	number_i32, i32
	.globaltype	number_i64, i64
	.globaltype	number_f32, f32
	.globaltype	number_f64, f64
	.tabletype	__indirect_function_table, funcref
	.tabletype	own_table, externref

	.globl	number_i32
number_i32:
	.globl	number_i64
number_i64:
	.globl	number_f32
number_f32:
	.globl	number_f64
number_f64:
	.globl	own_table
own_table:

	.text
	.globl	globals_sum
globals_sum:
	.functype	globals_sum () -> (i64)
	global.get	number_i32
	i64.extend_i32_u
	global.get	number_i64
	i64.xor
	i64.const	7
	i64.rotl
	global.get	number_f32
	i32.reinterpret_f32
	i64.extend_i32_u
	i64.xor
	i64.const	7
	i64.rotl
	global.get	number_f64
	i64.reinterpret_f64
	i64.xor
	end_function

	.globl	globals_set
globals_set:
	.functype	globals_set (i64) -> ()
	local.get	0
	i32.wrap_i64
	global.set	number_i32
	local.get	0
	i64.const	13
	i64.rotl
	global.set	number_i64
	local.get	0
	i32.wrap_i64
	f32.convert_i32_s
	global.set	number_f32
	local.get	0
	f64.convert_i64_s
	global.set	number_f64
	end_function

	.globl	calls_size
calls_size:
	.functype	calls_size () -> (i32)
	table.size	__indirect_function_table
	end_function

	.globl	calls_move
calls_move:
	.functype	calls_move (i32, i32) -> ()
	local.get	0
	local.get	1
	table.get	__indirect_function_table
	table.set	__indirect_function_table
	end_function

	.globl	own_size
own_size:
	.functype	own_size () -> (i32)
	table.size	own_table
	end_function

	.globl	own_grow
own_grow:
	.functype	own_grow (i32) -> (i32)
	ref.null_extern
	local.get	0
	table.grow	own_table
	end_function
