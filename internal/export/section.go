package export

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// sectionFile is a file of a section of Clerk on its way. Nothing stands under its own name
// before all files are complete.
type sectionFile struct {
	path, head string
	parts      []*os.File // of the types in it
	complete   *os.File   // nil once it stands under its own name
}

// paths are those of the files of a section: that of the resources, such as users.tf, and
// that of the import blocks. They stand apart since a configuration goes to another
// instance without them.
func (e *Exporter) paths(dir, typ string) (resources, imports string) {
	name := filepath.Join(dir, slug(cmp.Or(e.Sections[typ], typ)))
	return name + ".tf", name + ".imports.tf"
}

// exportedBy begins each file, and tells it from those that a person has written.
const (
	exportedBy  = "# Written by terraform-provider-clerk export"
	head        = exportedBy + ".\n"
	importsHead = exportedBy + ", for the instance that it was run on. The file can go when it is applied.\n"
)

// sectionFiles are the files of the sections of some types, in the order of these.
func (e *Exporter) sectionFiles(dir string, all []*blocks) (files []*sectionFile) {
	byPath := map[string]*sectionFile{}
	enter := func(path, head string, part *os.File) {
		f := byPath[path]
		if f == nil {
			f = &sectionFile{path: path, head: head}
			byPath[path], files = f, append(files, f)
		}
		if part != nil {
			f.parts = append(f.parts, part)
		}
	}
	for _, b := range all {
		resources, imports := e.paths(dir, b.typ)
		enter(resources, head, b.resources)
		enter(imports, importsHead, b.imports)
	}
	return files
}

// assemble completes the file under a passing name, unless it has nothing and none is to be
// replaced.
func (f *sectionFile) assemble() (err error) {
	if _, absent := os.Lstat(f.path); absent != nil && len(f.parts) == 0 {
		return nil
	}
	if f.complete, err = passing(filepath.Dir(f.path), strings.TrimSuffix(filepath.Base(f.path), ".tf")); err != nil {
		return err
	}
	defer func() { err = cmp.Or(err, f.complete.Close()) }()
	out := bufio.NewWriter(f.complete)
	fmt.Fprint(out, f.head)
	for _, part := range f.parts {
		if _, err := part.Seek(0, io.SeekStart); err != nil {
			return err
		}
		if _, err := io.Copy(out, part); err != nil {
			return err
		}
	}
	return out.Flush()
}

// publish puts a complete file in its place.
func (f *sectionFile) publish() error {
	if f.complete == nil {
		return nil
	}
	if err := os.Rename(f.complete.Name(), f.path); err != nil {
		return err
	}
	f.complete = nil
	return nil
}

// discard removes what is under a passing name.
func (f *sectionFile) discard() {
	if f.complete != nil {
		_ = os.Remove(f.complete.Name())
	}
}
