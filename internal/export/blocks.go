package export

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// blocks are the blocks of a type on their way into the files of its section: those of
// the resources, and their import blocks. What is in a block waits on disk until all
// objects are known: only then can they be named, in an order that does not depend on
// Clerk's.
type blocks struct {
	typ, dir string
	// The arguments that are left out: secrets, and what Clerk does not return.
	secrets, unreturned []string
	objects             int

	spool *os.File
	out   *bufio.Writer
	size  int64
	seen  []entry

	resources, imports *os.File // complete; nil where there are none
}

type entry struct {
	id, importID, key, name string
	everywhere              bool
	from, to                int64 // in the spool
}

// begin begins the blocks of a type, whose files are to stand in a folder.
func begin(dir, typ string, schema *tfprotov6.SchemaBlock) (*blocks, error) {
	spool, err := passing(dir, typ)
	if err != nil {
		return nil, err
	}
	b := &blocks{typ: typ, dir: dir, spool: spool, out: bufio.NewWriter(spool)}
	b.secrets, b.unreturned = leftOut(typ, schema)
	return b, nil
}

// passing is a file under a passing name.
func passing(dir, what string) (*os.File, error) { return os.CreateTemp(dir, "."+what+"-*") }

// add takes an object, and the inside of its block.
func (b *blocks) add(o *object, body []byte) error {
	from := b.size
	n, err := b.out.Write(body)
	b.size += int64(n)
	e := entry{o.id, o.importID, o.text("key"), o.name(), o.everywhere, from, b.size}
	if o.everywhere {
		e.importID = cmp.Or(o.text(rules[o.typ].key), "this")
	}
	b.seen = append(b.seen, e)
	return err
}

// complete names the objects and writes them out, oldest first: Clerk's ids begin
// with the time at which they were made, so that a new object takes no older
// one's name. It returns the names by id, and by key where there is one.
func (b *blocks) complete() (names map[string]string, err error) {
	slices.SortFunc(b.seen, func(x, y entry) int {
		return cmp.Or(cmp.Compare(x.id, y.id), cmp.Compare(x.importID, y.importID))
	})
	if err := b.out.Flush(); err != nil {
		return nil, err
	}
	var unique Names
	names = map[string]string{}
	apart := false
	for n, e := range b.seen {
		b.seen[n].name = unique.Unique(e.name)
		names[e.id], names[e.key] = b.seen[n].name, b.seen[n].name
		apart = apart || !e.everywhere
	}
	delete(names, "")
	if len(b.seen) > 0 {
		b.resources, err = b.write(b.writeResources)
	}
	if apart && err == nil {
		b.imports, err = b.write(b.writeImports)
	}
	remove(b.spool)
	b.spool = nil
	b.objects, b.seen = len(b.seen), nil
	return names, err
}

func (b *blocks) write(content func(io.Writer) error) (*os.File, error) {
	complete, err := passing(b.dir, b.typ)
	if err != nil {
		return nil, err
	}
	out := bufio.NewWriter(complete)
	return complete, cmp.Or(content(out), out.Flush())
}

func (b *blocks) writeResources(out io.Writer) error {
	comment := ""
	if len(b.secrets) > 0 {
		comment += fmt.Sprintf("# Left out of %s, as secrets: %s.\n", b.typ, strings.Join(b.secrets, ", "))
	}
	if len(b.unreturned) > 0 {
		comment += fmt.Sprintf("# Left out of %s, since Clerk does not return it: %s.\n", b.typ, strings.Join(b.unreturned, ", "))
	}
	if rules[b.typ].mails {
		comment += fmt.Sprintf("# Clerk would send mail for each %s that is made. It sends none where notify is false.\n", b.typ)
	}
	if comment != "" {
		fmt.Fprint(out, "\n"+comment)
	}
	for _, e := range b.seen {
		if id := Quote(e.importID); e.everywhere {
			if variable := rules[b.typ].varies; variable != "" {
				fmt.Fprintf(out, "\nvariable %q {\n  type    = string\n  default = %s\n}\n", variable, id)
				id = "var." + variable
			}
			fmt.Fprint(out, "\n# Every instance has it from the beginning.\n")
			fmt.Fprint(out, importBlock(b.typ, e.name, id))
		}
		fmt.Fprintf(out, "\nresource %q %q {\n", b.typ, e.name)
		if _, err := io.Copy(out, io.NewSectionReader(b.spool, e.from, e.to-e.from)); err != nil {
			return err
		}
		fmt.Fprint(out, "}\n")
	}
	return nil
}

func (b *blocks) writeImports(out io.Writer) error {
	for _, e := range b.seen {
		if !e.everywhere {
			fmt.Fprint(out, "\n"+importBlock(b.typ, e.name, Quote(e.importID)))
		}
	}
	return nil
}

func importBlock(typ, name, id string) string {
	return fmt.Sprintf("import {\n  to = %s.%s\n  id = %s\n}\n", typ, name, id)
}

// discard removes what is under a passing name.
func (b *blocks) discard() {
	for _, file := range []*os.File{b.spool, b.resources, b.imports} {
		remove(file)
	}
}

// remove removes a file under a passing name, if there is one.
func remove(file *os.File) {
	if file != nil {
		_ = file.Close()
		_ = os.Remove(file.Name())
	}
}
