module wayfare.dev/examples/handler-go

go 1.24
