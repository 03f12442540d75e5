module wayfare.dev/guests/std-go

go 1.24
