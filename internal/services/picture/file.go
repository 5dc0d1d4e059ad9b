package picture

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"slices"
)

// largest is the largest picture that Clerk takes, in bytes.
const largest = 10 << 20

var mediaTypes = []string{"image/jpeg", "image/png", "image/gif", "image/webp"}

// read reads a picture, and refuses what Clerk would.
func (d *Description[M, T]) read(file string) ([]byte, error) {
	info, err := os.Stat(file)
	if err != nil {
		return nil, fmt.Errorf("the %s cannot be read: %w", d.Noun, err)
	}
	if info.Size() > largest {
		return nil, fmt.Errorf("the %s %s has %d bytes, and Clerk takes at most %d (10 MB)", d.Noun, file, info.Size(), largest)
	}
	content, err := os.ReadFile(file) //nolint:gosec // the file that the configuration names
	if err != nil {
		return nil, fmt.Errorf("the %s cannot be read: %w", d.Noun, err)
	}
	if kind := http.DetectContentType(content); !slices.Contains(mediaTypes, kind) {
		return nil, fmt.Errorf("%s is not a %s that Clerk takes (JPEG, PNG, GIF or WebP), but %s", file, d.Noun, kind)
	}
	return content, nil
}

// noFile reports whether a picture cannot be read because its file is not there, or not
// to be opened.
func noFile(err error) bool {
	return errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrPermission)
}

func hash(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}
