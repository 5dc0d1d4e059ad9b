package export

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
)

// file is a file of configuration on its way. What is in a block waits on disk
// until all objects are known: only then can they be named, in an order that does
// not depend on Clerk's. Nothing stands under the file's own name before it is
// complete.
type file struct {
	typ, path string
	objects   int

	spool *os.File
	out   *bufio.Writer
	size  int64
	seen  []entry
	done  string // the complete file, under a passing name
}

type entry struct {
	id, importID, key, name string
	from, to                int64 // in the spool
}

// create begins the file that is to stand at path.
func create(path, typ string) (*file, error) {
	spool, err := os.CreateTemp(filepath.Dir(path), "."+typ+"-*")
	if err != nil {
		return nil, err
	}
	return &file{typ: typ, path: path, spool: spool, out: bufio.NewWriter(spool)}, nil
}

// add takes an object, and the inside of its block.
func (f *file) add(o *object, body []byte) error {
	from := f.size
	n, err := f.out.Write(body)
	f.size += int64(n)
	f.seen = append(f.seen, entry{o.id, o.importID, o.text("key"), o.name(), from, f.size})
	return err
}

// complete names the objects and writes them out, oldest first: Clerk's ids begin
// with the time at which they were made, so that a new object takes no older
// one's name. It returns the names by id, and by key where there is one.
func (f *file) complete() (names map[string]string, err error) {
	slices.SortFunc(f.seen, func(a, b entry) int {
		return cmp.Or(cmp.Compare(a.id, b.id), cmp.Compare(a.importID, b.importID))
	})
	if err := f.out.Flush(); err != nil {
		return nil, err
	}
	complete, err := os.CreateTemp(filepath.Dir(f.path), "."+f.typ+"-*")
	if err != nil {
		return nil, err
	}
	f.done = complete.Name()
	defer func() { err = cmp.Or(err, complete.Close()) }()
	out := bufio.NewWriter(complete)
	fmt.Fprintf(out, "# Written by terraform-provider-clerk export. The import blocks can go when they are applied.\n")
	var unique Names
	names = map[string]string{}
	for _, e := range f.seen {
		name := unique.Unique(e.name)
		names[e.id], names[e.key] = name, name
		fmt.Fprintf(out, "\nimport {\n  to = %s.%s\n  id = %s\n}\n\nresource %q %q {\n", f.typ, name, Quote(e.importID), f.typ, name)
		if _, err := io.Copy(out, io.NewSectionReader(f.spool, e.from, e.to-e.from)); err != nil {
			return nil, err
		}
		fmt.Fprint(out, "}\n")
	}
	delete(names, "")
	f.objects, f.seen = len(f.seen), nil
	return names, out.Flush()
}

// replaces reports whether there is a file already.
func (f *file) replaces() bool {
	_, err := os.Lstat(f.path)
	return err == nil
}

// publish puts the complete file in its place.
func (f *file) publish() error {
	err := os.Rename(f.done, f.path)
	if err == nil {
		f.done = ""
	}
	return err
}

// discard removes what is under a passing name.
func (f *file) discard() {
	_ = f.spool.Close()
	_ = os.Remove(f.spool.Name())
	if f.done != "" {
		_ = os.Remove(f.done)
	}
}
