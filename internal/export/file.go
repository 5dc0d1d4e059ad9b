package export

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// file is a file of configuration on its way, and the one with its import blocks. What
// is in a block waits on disk until all objects are known: only then can they be named,
// in an order that does not depend on Clerk's. Nothing stands under a file's own name
// before it is complete.
type file struct {
	typ, path string
	secrets   []string // the arguments that are left out
	objects   int

	spool *os.File
	out   *bufio.Writer
	size  int64
	seen  []entry
	done  []passing
}

// passing is a complete file under a passing name.
type passing struct {
	now, path string
	empty     bool
}

type entry struct {
	id, importID, key, name string
	everywhere              bool
	from, to                int64 // in the spool
}

// importsPath is the path of the import blocks beside a file. They stand apart since a
// configuration goes to another instance without them.
func importsPath(path string) string { return strings.TrimSuffix(path, ".tf") + ".imports.tf" }

// create begins the file that is to stand at path.
func create(path, typ string, secrets []string) (*file, error) {
	spool, err := os.CreateTemp(filepath.Dir(path), "."+typ+"-*")
	if err != nil {
		return nil, err
	}
	return &file{typ: typ, path: path, secrets: secrets, spool: spool, out: bufio.NewWriter(spool)}, nil
}

// add takes an object, and the inside of its block.
func (f *file) add(o *object, body []byte) error {
	from := f.size
	n, err := f.out.Write(body)
	f.size += int64(n)
	e := entry{o.id, o.importID, o.text("key"), o.name(), o.everywhere, from, f.size}
	if o.everywhere {
		e.importID = o.text(rules[o.typ].key)
	}
	f.seen = append(f.seen, e)
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
	var unique Names
	names = map[string]string{}
	apart := false
	for n, e := range f.seen {
		f.seen[n].name = unique.Unique(e.name)
		names[e.id], names[e.key] = f.seen[n].name, f.seen[n].name
		apart = apart || !e.everywhere
	}
	delete(names, "")
	if err := f.write(f.path, len(f.seen) == 0, f.resources); err != nil {
		return nil, err
	}
	err = f.write(importsPath(f.path), !apart, f.imports)
	f.objects, f.seen = len(f.seen), nil
	return names, err
}

// write writes a file under a passing name.
func (f *file) write(path string, empty bool, content func(io.Writer) error) (err error) {
	complete, err := os.CreateTemp(filepath.Dir(path), "."+f.typ+"-*")
	if err != nil {
		return err
	}
	f.done = append(f.done, passing{complete.Name(), path, empty})
	defer func() { err = cmp.Or(err, complete.Close()) }()
	out := bufio.NewWriter(complete)
	return cmp.Or(content(out), out.Flush())
}

func (f *file) resources(out io.Writer) error {
	fmt.Fprint(out, "# Written by terraform-provider-clerk export.\n")
	if len(f.secrets) > 0 {
		fmt.Fprintf(out, "# Left out, as secrets: %s.\n", strings.Join(f.secrets, ", "))
	}
	if unreturned := rules[f.typ].unreturned; len(unreturned) > 0 {
		fmt.Fprintf(out, "# Left out, since Clerk does not return it: %s.\n", strings.Join(unreturned, ", "))
	}
	for _, e := range f.seen {
		if id := Quote(e.importID); e.everywhere {
			if variable := rules[f.typ].varies; variable != "" {
				fmt.Fprintf(out, "\nvariable %q {\n  type    = string\n  default = %s\n}\n", variable, id)
				id = "var." + variable
			}
			fmt.Fprint(out, "\n# Every instance has it from the beginning.\n")
			fmt.Fprint(out, importBlock(f.typ, e.name, id))
		}
		fmt.Fprintf(out, "\nresource %q %q {\n", f.typ, e.name)
		if _, err := io.Copy(out, io.NewSectionReader(f.spool, e.from, e.to-e.from)); err != nil {
			return err
		}
		fmt.Fprint(out, "}\n")
	}
	return nil
}

func (f *file) imports(out io.Writer) error {
	fmt.Fprint(out, "# Written by terraform-provider-clerk export, for the instance that it was run on. The file can go when it is applied.\n")
	for _, e := range f.seen {
		if !e.everywhere {
			fmt.Fprint(out, "\n"+importBlock(f.typ, e.name, Quote(e.importID)))
		}
	}
	return nil
}

func importBlock(typ, name, id string) string {
	return fmt.Sprintf("import {\n  to = %s.%s\n  id = %s\n}\n", typ, name, id)
}

// publish puts the complete files in their places, but for one that is empty where
// none is to be replaced.
func (f *file) publish() error {
	for n, p := range f.done {
		if _, err := os.Lstat(p.path); err != nil && p.empty {
			continue
		}
		if err := os.Rename(p.now, p.path); err != nil {
			return err
		}
		f.done[n].now = ""
	}
	return nil
}

// String says how many objects the file has, and where it is, if it is anywhere.
func (f *file) String() string {
	if f.done[0].now != "" {
		return fmt.Sprintf("0 × %s", f.typ)
	}
	return fmt.Sprintf("%d × %s in %s", f.objects, f.typ, f.path)
}

// discard removes what is under a passing name.
func (f *file) discard() {
	_ = f.spool.Close()
	_ = os.Remove(f.spool.Name())
	for _, p := range f.done {
		if p.now != "" {
			_ = os.Remove(p.now)
		}
	}
}
