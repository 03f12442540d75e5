# Copies from the script: pack.mjs puts it into the module, as its first data segment.
	.text
	.globl	copy_script
copy_script:
	.functype	copy_script (i32, i32, i32) -> ()
	local.get	0
	local.get	1
	local.get	2
	memory.init	0, 0
	end_function
