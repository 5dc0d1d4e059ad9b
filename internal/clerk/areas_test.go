package clerk_test

import (
	"context"
	"iter"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
)

// area is what the tests that all areas share need to know of one. Its own test file says it, as far as the API has it.
type area struct {
	// name is the path of the list of all objects: "redirect_urls".
	name string
	// create makes an object. Those of two names have nothing in common that only one object can have.
	create maker
	// operation is that of create, where it is not POST of the name.
	operation string
	// seed makes the object that tests write to, where create does not make what they need.
	seed maker
	// get reads an object by its id. Reads of several at once are served from lists.
	get func(ctx context.Context, c *clerk.Client, id string) (any, error)
	// unlisted says that there is no such get: nothing is read, or all of it from lists, or only what was asked for then.
	unlisted bool
	// partOf is the area whose objects show those of this one, so that a write ends what lists say of them.
	partOf string
	// nameFollows says that a name that lists are searched for may follow the id of an object, behind a slash. It is not sent.
	nameFollows bool
	// list returns the ids of what create makes.
	list func(ctx context.Context, c *clerk.Client) ([]string, error)

	// writes are the updates and deletes, by their operations: each changes what seed made, and is the same done twice.
	writes map[string]call
	// after are the writes that come before those that undo them.
	after map[string]string
	// remove is the write that deletes an object, where it is no DELETE.
	remove string
	// limited are the writes that count against a limit that each object has for itself.
	limited []string
	// keyed are the writes that name a role or a role set by its key.
	keyed map[string]keyed
	// bare stand in for the writes that look something up before they are sent, where a test has nothing that could be found.
	bare map[string]call
	// again are reads other than get, and writes that change nothing that Clerk shows, by their operations. They are repeated.
	again map[string]call
	// once are writes that are not repeated when their answer is lost, by their operations.
	once map[string]call

	// recovered are the creates that are repeated when their answer is lost, since what they make is found by its key.
	recovered map[string]recovered
	// sentOnce says that create is not repeated, and that what it made is looked for in lists.
	sentOnce bool
	// keyless says that create is not repeated, and that nothing can tell what it made.
	keyless bool
	// elsewhere are the operations of which the area's own tests show what becomes of a lost answer.
	elsewhere []string

	// uniques are the values that one object can have, and that pass from one to another.
	uniques map[string]unique
	// pages are the lists.
	pages map[string]paged
}

// maker makes an object, and returns its id. of returns those of the objects that it belongs to.
type maker func(ctx context.Context, c *clerk.Client, of ids, name string) (id string, err error)

// call is a read or a write of an object.
type call func(ctx context.Context, c *clerk.Client, at target) (any, error)

// ids returns the id of the object of an area.
type ids func(area string) string

// target is the object of a call. An object that belongs to another one has an id that begins with that of its parent.
type target struct {
	id, name string // the name that it was created with
	of       ids
}

func (t target) parent() string { id, _, _ := strings.Cut(t.id, "/"); return id }
func (t target) own() string    { _, id, _ := strings.Cut(t.id, "/"); return id }

// areas are all that tested was told of.
var areas []area

// tested enters an area into the shared tests.
func tested(a area) area {
	if slices.ContainsFunc(areas, func(other area) bool { return other.name == a.name }) {
		panic("there are two areas named " + a.name)
	}
	if a.operation == "" {
		a.operation = "POST /" + a.name
	}
	areas = append(areas, a)
	return a
}

func areaOf(name string) area {
	n := slices.IndexFunc(areas, func(a area) bool { return a.name == name })
	if n < 0 {
		panic("there is no area named " + name)
	}
	return areas[n]
}

// shownBy is the area whose lists show the objects of this one.
func (a area) shownBy() area {
	if a.partOf != "" {
		return areaOf(a.partOf)
	}
	return a
}

// deletes is the write that deletes an object.
func (a area) deletes() call {
	for operation, write := range a.writes {
		if operation == a.remove || a.remove == "" && strings.HasPrefix(operation, "DELETE ") && strings.HasSuffix(operation, "}") {
			return write
		}
	}
	panic("no write deletes an object of " + a.name + ", nor is one named by remove")
}

// operation is a call of an area.
type operation struct {
	area area
	call call
}

// prepare does the write before this one, if it undoes another.
func (o operation) prepare(l *local, name string, at target) {
	l.t.Helper()
	if before := o.area.after[name]; before != "" {
		if _, err := o.area.writes[before](l.t.Context(), l.client(), at); err != nil {
			l.t.Fatal(err)
		}
	}
}

// calls are those of all areas that choose returns, by their operations.
func calls(choose ...func(area) map[string]call) map[string]operation {
	out := map[string]operation{}
	for _, a := range areas {
		for _, chosen := range choose {
			for name, call := range chosen(a) {
				if out[name].call != nil {
					panic(name + " is of two areas")
				}
				out[name] = operation{a, call}
			}
		}
	}
	return out
}

func writesOf(a area) map[string]call { return a.writes }
func againOf(a area) map[string]call  { return a.again }

// bareOf are the writes of objects, of which none looks anything up before it is sent. Whether what has no id took a write, only an
// answer that shows it can tell.
func bareOf(a area) map[string]call {
	writes := maps.Clone(a.writes)
	maps.Copy(writes, a.bare)
	maps.DeleteFunc(writes, func(operation string, _ call) bool { return !strings.Contains(operation, "{") })
	return writes
}

// onceOf are the writes, and the create, that may not be repeated.
func onceOf(a area) map[string]call {
	once := maps.Clone(a.once)
	if a.sentOnce || a.keyless {
		if once == nil {
			once = map[string]call{}
		}
		once[a.operation] = func(ctx context.Context, c *clerk.Client, at target) (any, error) {
			return a.create(ctx, c, at.of, "made")
		}
	}
	return once
}

// getsOf is the read of an object by its id, where its path has nothing else.
func getsOf(a area) map[string]call {
	if a.get == nil || strings.Contains(a.operation, "{") {
		return nil
	}
	return map[string]call{"GET /" + a.name + "/{id}": func(ctx context.Context, c *clerk.Client, at target) (any, error) { return a.get(ctx, c, at.id) }}
}

// anything is a target that need not exist.
var anything = target{"parent_1/made_1", "made", func(string) string { return "made_1" }}

// parameter is a segment of an operation's path that is an id.
var parameter = regexp.MustCompile(`\{[^/]*\}`)

// about is a target that need not exist, with this id in an operation.
func about(operation, id string) target {
	at := anything
	if at.id = id; len(parameter.FindAllString(operation, -1)) > 1 {
		at.id = "parent_1/" + id
	}
	return at
}

// seeded is the name of the objects that a test writes to.
const seeded = "acme"

// objects are those of one name, by their areas. Each is made when it is first asked for.
type objects struct {
	t      *testing.T
	client *clerk.Client
	name   string
	ids    map[string]string
}

func newObjects(t *testing.T, c *clerk.Client, name string) *objects {
	t.Helper()
	return &objects{t, c, name, map[string]string{}}
}

func (l *local) objects(name string) *objects { return newObjects(l.t, l.client(), name) }

func (o *objects) id(name string) string {
	o.t.Helper()
	if id, ok := o.ids[name]; ok {
		return id
	}
	a := areaOf(name)
	create := a.create
	if o.name == seeded && a.seed != nil {
		create = a.seed
	}
	if create == nil {
		return ""
	}
	id, err := create(o.t.Context(), o.client, o.id, o.name)
	if err != nil {
		o.t.Fatalf("making one of %s: %v", name, err)
	}
	o.ids[name] = id
	return id
}

func (o *objects) target(a area) target { return target{o.id(a.name), o.name, o.id} }

// begin makes an object of each area.
func (l *local) begin() *objects {
	l.t.Helper()
	all := l.objects(seeded)
	for _, a := range areas {
		all.id(a.name)
	}
	return all
}

// idOf is the id of an object that was made, which begins with that of the organization that it belongs to.
func idOf[T any](object *T, err error) (string, error) {
	if err != nil {
		return "", err
	}
	return fieldID(object), nil
}

func fieldID(object any) string {
	if o, ok := object.(interface{ ID() string }); ok {
		return o.ID()
	}
	fields := reflect.ValueOf(object).Elem()
	id := fields.FieldByName("ID").String()
	if of := fields.FieldByName("OrganizationID"); of.Kind() == reflect.String && of.Len() > 0 {
		return of.String() + "/" + id
	}
	return id
}

// idsIn are the ids of what a list shows.
func idsIn[T any](list iter.Seq2[T, error]) ([]string, error) {
	ids := []string{}
	for object, err := range list {
		if err != nil {
			return nil, err
		}
		ids = append(ids, fieldID(&object))
	}
	return ids, nil
}

// mustList are the ids of what a list shows.
func mustList[T any](l *local, list iter.Seq2[T, error]) []string {
	l.t.Helper()
	ids, err := idsIn(list)
	if err != nil {
		l.t.Fatal(err)
	}
	return ids
}
