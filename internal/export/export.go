// Package export writes configuration for what a Clerk instance has already:
// resource blocks as a person would have written them, and an import block for
// each. It asks the provider what Terraform would ask it, through the plugin
// protocol, so that a type with a list resource is exported without more ado.
package export

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"golang.org/x/sync/errgroup"
)

// Options are what the command line says.
type Options struct {
	Types   []string // empty means the types that stand on their own, and Everything alone means all
	Filters []Filter
	Dir     string
	Force   bool // replace files that exist
}

// Everything is the type that stands for all but those whose objects are exported as part of
// another type's. It has to be the only one that is given.
const Everything = "all"

// Exporter writes configuration. Its progress is nil unless a person watches.
type Exporter struct {
	Serve                    func() tfprotov6.ProviderServer
	Stdout, Stderr, Progress io.Writer
	// Sections are the sections of Clerk that types belong to, such as "Users" of
	// "clerk_user": each is a file. A type without one has a file of its own.
	Sections map[string]string
}

// Run writes the files of each section of which there are objects, or none if anything
// fails before all files are complete.
func (e *Exporter) Run(ctx context.Context, o Options) error {
	src, err := open(ctx, e.Serve())
	if err != nil {
		return err
	}
	chosen, err := src.choose(o.Types, o.Filters)
	if err != nil {
		return err
	}
	for _, typ := range chosen {
		if err := src.validate(ctx, typ, o.Filters); err != nil {
			return err
		}
	}
	if err := e.vacant(o, chosen); err != nil {
		return err
	}
	if err := src.configure(ctx); err != nil {
		return err
	}
	if err := os.MkdirAll(o.Dir, 0o750); err != nil {
		return err
	}
	types, err := e.read(ctx, src, chosen, o)
	for _, warning := range src.warnings {
		fmt.Fprintf(e.Stderr, "Warning: %s\n\n", warning)
	}
	defer func() {
		for _, b := range types {
			b.discard()
		}
	}()
	if err != nil {
		return nothing(err)
	}
	files := e.sectionFiles(o.Dir, types)
	defer func() {
		for _, f := range files {
			f.discard()
		}
	}()
	for _, f := range files {
		if err := f.assemble(); err != nil {
			return nothing(err)
		}
	}
	for _, f := range files {
		if err := f.publish(); err != nil {
			return err
		}
	}
	for _, b := range types {
		fmt.Fprintf(e.Stdout, "%d × %s", b.objects, b.typ)
		if b.objects > 0 {
			path, _ := e.paths(o.Dir, b.typ)
			fmt.Fprintf(e.Stdout, " in %s", path)
		}
		fmt.Fprintln(e.Stdout)
	}
	return nil
}

func nothing(err error) error { return fmt.Errorf("%w\n\nNothing was written", err) }

// read makes the blocks of each type, in files under passing names. Those that it began
// come back beside an error, too.
func (e *Exporter) read(ctx context.Context, src *source, chosen []string, o Options) (all []*blocks, err error) {
	seen := follow(ctx, e.Progress)
	defer seen.done()
	x := &writer{
		chosen: chosen, addresses: map[string]map[string]string{}, settings: map[string]*object{},
		notes: notes{all: map[string][]note{}},
	}
	for _, typ := range chosen {
		b, err := begin(o.Dir, typ, src.schemas.ResourceSchemas[typ].Block)
		if err != nil {
			return all, err
		}
		all = append(all, b)
		if err := e.readType(ctx, src, x, b, o.Filters, func() { seen.add(typ) }); err != nil {
			return all, err
		}
		if x.addresses[typ], err = b.complete(); err != nil {
			return all, err
		}
	}
	return all, nil
}

// listsAtOnce is how many lists of one type are read at the same time.
const listsAtOnce = 10

// readType writes the objects of a type: those of one list, or of the list of each object
// that Clerk lists them by.
func (e *Exporter) readType(ctx context.Context, src *source, x *writer, b *blocks, filters []Filter, seen func()) error {
	lists, ctx := errgroup.WithContext(ctx)
	lists.SetLimit(listsAtOnce)
	var writes sync.Mutex
	for _, chosen := range src.listsOf(x, b.typ, filters) {
		lists.Go(func() error {
			return e.readList(ctx, src, b.typ, chosen, func(o *object) error {
				body := x.body(src.schemas.ResourceSchemas[b.typ].Block, o)
				x.notes.see(x.chosen, o)
				writes.Lock()
				defer writes.Unlock()
				if o.everywhere {
					x.settings[b.typ] = o
				}
				seen()
				return b.add(o, body)
			})
		})
	}
	return lists.Wait()
}

// readList hands over the objects of a list. What is made of each takes longer than to list them, and is made of several at once.
func (e *Exporter) readList(parent context.Context, src *source, typ string, filters []Filter, add func(*object) error) error {
	workers, ctx := errgroup.WithContext(parent)
	workers.SetLimit(runtime.GOMAXPROCS(0))
	for result, err := range src.list(ctx, typ, filters) {
		if err != nil {
			return cmp.Or(workers.Wait(), err)
		}
		if ctx.Err() != nil {
			break
		}
		workers.Go(func() error {
			object, err := src.object(ctx, typ, &result)
			if err != nil {
				return err
			}
			return add(object)
		})
	}
	return cmp.Or(workers.Wait(), parent.Err())
}

// choose says which types are exported, those that others refer to first.
func (s *source) choose(wanted []string, filters []Filter) ([]string, error) {
	if slices.Equal(wanted, []string{Everything}) {
		wanted = slices.DeleteFunc(slices.Clone(s.types), isPart)
	}
	for _, typ := range wanted {
		if !slices.Contains(s.types, typ) {
			return nil, usage("%q is no type that can be exported. There are %s.", typ, strings.Join(s.types, ", "))
		}
	}
	var out []string
	for _, typ := range s.types {
		if slices.Contains(wanted, typ) || len(wanted) == 0 && !isPart(typ) && len(rules[typ].listedBy) == 0 && s.hasAll(typ, filters) {
			out = append(out, typ)
		}
	}
	for _, f := range filters {
		for _, typ := range out {
			if !s.has(typ, f.Name) {
				return nil, usage("%s has no filter %q. %s", typ, f.Name, s.describeFilters(typ))
			}
		}
	}
	for _, typ := range out {
		for _, name := range s.missing(typ, filters) {
			of := rules[typ].listedBy[name]
			if !slices.ContainsFunc(of, func(other string) bool { return slices.Contains(out, other) }) {
				return nil, usage("Clerk lists objects of %[1]s by their %[2]s only: give it with --filter %[2]s=…, and --types %[1]s; or export those of each object of some types, with --types %[3]s,%[1]s, in a request for each.",
					typ, name, strings.Join(of, ","))
			}
		}
	}
	if len(out) == 0 {
		var all []string
		for _, typ := range s.types {
			all = append(all, s.describeFilters(typ))
		}
		return nil, usage("None of the types that are exported by default has these filters. %s", strings.Join(all, " "))
	}
	return s.referredFirst(out), nil
}

// isPart reports whether objects of a type are part of those of another type.
func isPart(typ string) bool {
	for _, r := range rules {
		if r.instead[typ] != nil {
			return true
		}
	}
	return false
}

// referredFirst puts each type behind those that its objects refer to, and otherwise
// keeps the order.
func (s *source) referredFirst(types []string) []string {
	var out, entered []string
	var enter func(typ string)
	enter = func(typ string) {
		if !slices.Contains(types, typ) || slices.Contains(entered, typ) {
			return
		}
		entered = append(entered, typ)
		enter(rules[typ].after)
		enter(rules[typ].refusedBy)
		for _, types := range rules[typ].listedBy {
			for _, to := range types {
				enter(to)
			}
		}
		for _, arguments := range []map[string]string{rules[typ].refers, rules[typ].keyed} {
			for _, to := range slices.Sorted(maps.Values(arguments)) {
				enter(to)
			}
		}
		for _, a := range s.schemas.ResourceSchemas[typ].Block.Attributes { // sorted by name
			if a.Required || a.Optional {
				enter(calledAfter(a.Name, types))
			}
		}
		for _, to := range slices.Sorted(maps.Keys(rules[typ].notes)) {
			enter(to)
		}
		out = append(out, typ)
	}
	for _, typ := range types {
		enter(typ)
	}
	return out
}

// vacant refuses to overwrite, before anything is asked of Clerk.
func (e *Exporter) vacant(o Options, types []string) error {
	for _, typ := range types {
		resources, imports := e.paths(o.Dir, typ)
		for _, path := range []string{resources, imports} {
			text, err := os.ReadFile(path) //nolint:gosec // the folder is for the person to choose
			exported := strings.HasPrefix(string(text), exportedBy)
			switch {
			case errors.Is(err, os.ErrNotExist):
			case err != nil:
				return err
			case !exported:
				return fmt.Errorf("%s exists, and no export has written it\n\nNothing was written. Choose another folder with --out, or move the file away", path)
			case !o.Force:
				return fmt.Errorf("%s exists\n\nNothing was written. Choose another folder with --out, or replace what the files say with --force", path)
			}
		}
	}
	return nil
}
