module wayfare.dev/examples/hello-go

go 1.21
