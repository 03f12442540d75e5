// What a Go program does with its standard library: files, time, randomness, environment and arguments.
package main

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"time"
)

func main() {
	fmt.Printf("arguments %q\n", os.Args)
	fmt.Printf("VARIABLE=%s\n", os.Getenv("VARIABLE"))
	input, err := io.ReadAll(os.Stdin)
	fmt.Printf("input %q %v\n", input, err)
	content, err := os.ReadFile("/hello.txt")
	fmt.Printf("file %q %v\n", content, err)
	if err := scratch(); err != nil {
		fmt.Println("scratch", err)
	}
	err = os.WriteFile("/new.txt", []byte("x"), 0o666)
	fmt.Printf("denied %t\n", errors.Is(err, syscall.EROFS))
	_, err = os.Stat("/none.txt")
	fmt.Printf("missing %t\n", errors.Is(err, fs.ErrNotExist))
	start := time.Now()
	time.Sleep(3 * time.Second)
	fmt.Printf("slept %t\n", time.Since(start) >= 3*time.Second)
	fmt.Printf("year %d\n", time.Now().UTC().Year())
	bytes := make([]byte, 16)
	n, err := rand.Read(bytes)
	fmt.Printf("random %d %v %t\n", n, err, string(bytes) != string(make([]byte, 16)))
	fmt.Fprintln(os.Stderr, "to the log")
}

func scratch() error {
	if err := os.MkdirAll("/tmp/a/b", 0o777); err != nil {
		return err
	}
	file, err := os.OpenFile("/tmp/a/b/file", os.O_CREATE|os.O_RDWR|os.O_APPEND, 0o666)
	if err != nil {
		return err
	}
	fmt.Fprint(file, "01234", "56789")
	part := make([]byte, 3)
	if _, err := file.ReadAt(part, 4); err != nil {
		return err
	}
	if err := file.Truncate(6); err != nil {
		return err
	}
	info, err := file.Stat()
	if err != nil {
		return err
	}
	fmt.Printf("part %s, length %d\n", part, info.Size())
	if err := file.Close(); err != nil {
		return err
	}
	if err := os.Rename("/tmp/a/b/file", "/tmp/a/moved"); err != nil {
		return err
	}
	err = filepath.WalkDir("/tmp", func(path string, entry fs.DirEntry, err error) error {
		fmt.Printf("%s %t\n", path, entry.IsDir())
		return err
	})
	if err != nil {
		return err
	}
	return os.RemoveAll("/tmp/a")
}
