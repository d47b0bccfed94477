//go:build !linux

package main

// hugePages does nothing: other systems do not leave it to programs.
func hugePages(int) {}
