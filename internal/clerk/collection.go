package clerk

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"time"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

// kind describes one area of the API: T is the type of its objects, and C the fields of a create. A new area takes a kind, a field
// of Client and a line in New.
type kind[T, C any] struct {
	// area is the path of the list of all objects: "jwt_templates".
	area string
	// parent is the area of the objects that the objects belong to, such as "organizations". Their paths then begin with it, as in
	// /organizations/{organization_id}/domains/{domain_id}, and their ids are both: "org_…/orgdmn_…". "" if they belong to none.
	parent string
	// segment is the area's name in the path of the parent: "domains".
	segment string
	// parentOf returns the id of the object that a create adds to.
	parentOf func(*C) string
	// within notes the parent of an object whose answer may not say it. Optional.
	within func(object *T, parent string)
	// list is the query of the whole list: paginated() if the list would otherwise be an array, and nil if it is always an object.
	list url.Values
	// unpaged says that the list has no pages: one answer has all of it.
	unpaged bool
	// by is the list's filter by ids, and its length; nil if it has no such filter, and is read whole for any number of objects.
	by *filter
	// name is what a create names its object by where several objects may have one name. Creates of one name then follow one another, so
	// that what a lost one made can be told from what another is making: what findOne finds is its, but for what this client made.
	// Optional: key finds the object.
	name func(*C) string
	// naming is of objects that are looked up by a name that several may have: it takes the place of key, and of name and findOne unless
	// they are there. Optional.
	naming *naming[T, C]
	// once reports whether a create mails somebody: it is then never repeated, also if its object can be found. Optional: none does.
	once func(*C) bool
	// answersExisting says that Clerk answers a create with the object that has the key already, in place of refusing it.
	answersExisting bool
	// identify returns the identity of an object, and key the unique field of a create. If key returns "", the created object
	// cannot be found again, and the create is never repeated.
	identify func(*T) identity
	key      func(*C) string
	// getOne reads one object by its id, and findOne looks up what a create sends, with the server's time. Optional: GET of the object,
	// and the object with the key in the list.
	getOne  func(ctx context.Context, id string) (*T, error)
	findOne func(ctx context.Context, sent *C) ([]T, time.Time, error)
	// listsOnly says that objects are read by lists alone. What a list shows may then be what was there before.
	listsOnly bool
	// look looks for an object in lists, and returns nil if they do not show it, where the API has no GET of one object. Optional.
	look func(ctx context.Context, id string) (*T, error)
	// inWholeList says that the whole list is all that shows an object. It takes the place of look.
	inWholeList bool
	// final reports whether nothing changes an object any more, which lists may then be believed at once. Optional: none is.
	final func(*T) bool
	// keyIsPath says that an object is read by its key as well as by its id: /organizations/{slug}.
	keyIsPath bool
	// findBeforeRetry says that Clerk may accept a second object with the same key, so that the object has to be looked for before
	// a create is repeated.
	findBeforeRetry bool
	// undated says that no object says when it was made, so that what exists is looked for before a create as well.
	undated bool
	// notFound is wrapped by the error for a key that no object has; the key follows it.
	notFound error
	// compare notes the fields in which an object differs from what was sent, and returns when it was made, in Unix milliseconds; 0 if
	// that is not known. Optional: each field that was sent is the answer's field of the same name.
	compare func(sent *C, object *T, d *rest.Differences) (made int64)
	// usedBy are the areas whose objects may use one of this area, so that Clerk refuses to delete it: its delete waits for writes
	// in them. It is nil if Clerk refuses nothing for that reason.
	usedBy []string
}

// identity holds an object's id, its key, and the time of its creation in Unix milliseconds.
type identity struct {
	id, key string
	made    int64
}

// collection implements the operations of an area of the API: read, list, look up, create, update and delete.
type collection[T, C any] struct {
	objects[T]
	kind    kind[T, C]
	readers *rest.Bulk[T]       // by id
	finder  *rest.Bulk[T]       // by key
	lists   *rest.ListReader[T] // nil if the API has a GET of one object
	names   rest.Turns          // of creates, if objects have a name that is not unique
	recent  sync.Map            // ids of the objects that this client has made or changed, by key
}

func newCollection[T, C any](t *rest.Transport, bulkReads bool, k kind[T, C]) *collection[T, C] {
	c := &collection[T, C]{objects: objects[T]{t: t, area: k.area, id: func(o *T) string { return k.identify(o).id }}, kind: k}
	if k.parent != "" {
		c.pathOf = func(id string) []string {
			parent, own, _ := strings.Cut(id, "/")
			own, _, _ = strings.Cut(own, "/") // a name that the object is looked for by may follow
			return []string{k.parent, parent, k.segment, own}
		}
	}
	c.readers = c.reader(!bulkReads, c.List, k.by)
	if k.parent != "" {
		c.readers.Batchable = plainIDs.MatchString
	}
	c.onWrite = func(id string) {
		c.readers.NoteWrite(id)
		c.finder.NoteUnknownWrite()
	}
	if k.getOne != nil {
		c.readers.GetOne = k.getOne
	}
	if k.naming != nil {
		if k.name == nil {
			c.kind.name = k.naming.sent
		}
		if k.findOne == nil {
			c.kind.findOne = c.findNamed
		}
	}
	if k.inWholeList {
		c.kind.listsOnly, k.look = true, c.lookInWholeList(bulkReads)
	}
	if k.look != nil {
		c.lists = &rest.ListReader[T]{Transport: t, Look: k.look, Final: k.final, Path: func(id string) []string { return c.path(id) }}
		c.readers.GetOne, c.readers.LooksInLists, c.readers.ListsOnly = c.lists.GetOne, true, true
		c.onWrite = func(string) {
			c.lists.NoteWrite()
			c.readers.NoteUnknownWrite()
			c.finder.NoteUnknownWrite()
		}
	}
	byKey := rest.IndexBy(func(o *T) string { return k.identify(o).key })
	listByKey := func(ctx context.Context) (map[string]T, error) { return byKey(rest.Collect(c.List(ctx))) }
	c.finder = &rest.Bulk[T]{
		Transport: t, Disabled: !bulkReads || k.keyIsPath, ListsOnly: true,
		Path: func(string) string { return "/" + k.area },
		GetOne: func(ctx context.Context, key string) (*T, error) {
			if k.keyIsPath {
				return c.getByKey(ctx, key)
			}
			all, err := listByKey(ctx)
			object, ok := all[key]
			if err == nil && !ok {
				err = fmt.Errorf("%w %q", k.notFound, key)
			}
			return &object, err
		},
		// The list takes no key, so it is read whole for any number of them.
		Batch:   func(ctx context.Context, _ []string) (map[string]T, error) { return listByKey(ctx) },
		Count:   func(context.Context) (int, error) { return 0, nil },
		ListAll: listByKey,
	}
	return c
}

// plainIDs matches the ids of two objects, of which one belongs to the other.
var plainIDs = regexp.MustCompile(`^\w+/\w+$`)

// idWithin is the id of an object that belongs to another one.
func idWithin(parent, id string) string {
	if parent == "" || id == "" {
		return ""
	}
	return parent + "/" + id
}

// Get is GET of the object with the id, such as /jwt_templates/{template_id}. If it does not exist, IsNotFound is true for the
// error. Concurrent reads share requests.
func (c *collection[T, C]) Get(ctx context.Context, id string) (*T, error) {
	return c.readers.Get(ctx, id)
}

// read reads an object by what its readers know it by, which is its id unless the area says otherwise. Concurrent reads share requests.
func (c *collection[T, C]) read(ctx context.Context, key string) (*T, error) {
	return c.readers.Get(ctx, key)
}

// current reads an object as it is now, by a request of its own.
func (c *collection[T, C]) current(ctx context.Context, id string) (*T, error) {
	return c.readers.GetOne(ctx, id)
}

// noteUnknownWrite has to be called before a write that changes objects of which the caller does not know the ids.
func (c *collection[T, C]) noteUnknownWrite() { c.readers.NoteUnknownWrite() }

// Find looks an object up in the list by its key, such as the name of a JWT template. If no object has it, the error is the area's
// own, such as ErrNoTemplate; if the key is a name that several have, it says which. Concurrent lookups by unique keys share requests.
// What this client has made is then found whether the list shows it or not.
func (c *collection[T, C]) Find(ctx context.Context, key string) (*T, error) {
	if c.kind.naming != nil {
		return c.onlyNamed(ctx, key)
	}
	object, err := c.finder.Get(ctx, key)
	if id, made := c.recent.Load(key); made && errors.Is(err, c.kind.notFound) {
		id, _ := id.(string)
		if recent, failed := c.readers.GetOne(ctx, id); failed == nil && c.kind.identify(recent).key == key {
			return recent, nil
		}
	}
	return object, err
}

// getByKey reads an object by its key.
func (c *collection[T, C]) getByKey(ctx context.Context, key string) (*T, error) {
	object, err := rest.ByPath(ctx, c.t, []string{c.area, key}, key, func(object *T) string { return c.kind.identify(object).key })
	if rest.IsNotFound(err) {
		err = fmt.Errorf("%w %q", c.kind.notFound, key)
	}
	return object, err
}

// List is GET of the list, all pages.
func (c *collection[T, C]) List(ctx context.Context) iter.Seq2[T, error] {
	return c.listWithDate(ctx, nil)
}

// listWithDate is List, and notes the server's time unless now is nil.
func (c *collection[T, C]) listWithDate(ctx context.Context, now *time.Time) iter.Seq2[T, error] {
	return rest.PageReader[T]{Transport: c.t, Path: []string{c.area}, Query: c.kind.list, Unpaged: c.kind.unpaged, Date: now}.All(ctx)
}

// update is PATCH of the object with the id. The body gives the object the key, which another object may have.
func (c *collection[T, C]) update(ctx context.Context, id, key string, body any) (*T, error) {
	return c.remembered(rest.UniqueWrite[T]{
		Transport: c.t, Area: c.area, Holder: c.holder(key), Write: func() (*T, error) { return c.patch(ctx, id, body) },
	}.Do(ctx))
}

// Delete is DELETE of the object with the id. The error is an *InUse if Clerk refuses it because other objects use the object, after
// the delete has waited for the writes of this run that might have let go of it.
func (c *collection[T, C]) Delete(ctx context.Context, id string) error {
	if c.kind.usedBy == nil {
		return c.objects.Delete(ctx, id)
	}
	return c.t.DeleteUnused(ctx, c.area, c.kind.usedBy, func(ctx context.Context) error { return c.objects.Delete(ctx, id) })
}
