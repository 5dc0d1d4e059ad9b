package clerksim

import (
	"cmp"
	"slices"
	"sort"
	"time"
)

// place is where an object stands among its kind: by its creation, and by the
// sequence of creations where two share a millisecond. So the order is total,
// and a cursor never skips.
type place struct {
	created int64 // Unix ms
	seq     uint64
}

func (p place) compare(q place) int {
	return cmp.Or(cmp.Compare(p.created, q.created), cmp.Compare(p.seq, q.seq))
}

// record is one version of a stored object. Versions are never changed: a
// write stores a new one.
type record interface {
	ident() string
	place() place
}

// table holds objects of one kind in order of creation, found by id and by
// any other key that an index gives.
type table[T record] struct {
	byID    map[string]T
	ordered []T
	indexes map[string]func(T) []string
	found   map[string]map[string][]string // index, value → ids
}

func newTable[T record](indexes map[string]func(T) []string) *table[T] {
	t := &table[T]{byID: map[string]T{}, indexes: indexes, found: map[string]map[string][]string{}}
	for name := range indexes {
		t.found[name] = map[string][]string{}
	}
	return t
}

// position is the index in ordered of the first record not before p.
func (t *table[T]) position(p place) int {
	return sort.Search(len(t.ordered), func(i int) bool { return t.ordered[i].place().compare(p) >= 0 })
}

func (t *table[T]) put(v T) {
	if old, ok := t.byID[v.ident()]; ok {
		t.unindex(old)
		if i := t.position(old.place()); old.place() == v.place() {
			t.ordered[i] = v
		} else {
			t.ordered = slices.Delete(t.ordered, i, i+1)
			t.ordered = slices.Insert(t.ordered, t.position(v.place()), v)
		}
	} else {
		t.ordered = slices.Insert(t.ordered, t.position(v.place()), v)
	}
	t.byID[v.ident()] = v
	for name, keys := range t.indexes {
		for _, key := range keys(v) {
			t.found[name][key] = append(t.found[name][key], v.ident())
		}
	}
}

func (t *table[T]) remove(id string) {
	old, ok := t.byID[id]
	if !ok {
		return
	}
	t.unindex(old)
	i := t.position(old.place())
	t.ordered = slices.Delete(t.ordered, i, i+1)
	delete(t.byID, id)
}

func (t *table[T]) unindex(old T) {
	for name, keys := range t.indexes {
		for _, key := range keys(old) {
			rest := slices.DeleteFunc(slices.Clone(t.found[name][key]), func(id string) bool { return id == old.ident() })
			if t.found[name][key] = rest; len(rest) == 0 {
				delete(t.found[name], key)
			}
		}
	}
}

// lookup gives the records that an index has under a key.
func (t *table[T]) lookup(index, key string) []T {
	ids := t.found[index][key]
	out := make([]T, len(ids))
	for i, id := range ids {
		out[i] = t.byID[id]
	}
	return out
}

// collection is a table, and the table that lists see: the same one, or one
// that takes each change only after a lag.
type collection[T record] struct {
	*table[T]
	shown   *table[T]
	lag     time.Duration
	pending []change[T]
}

// change is a write that lists do not show yet.
type change[T record] struct {
	at      time.Time
	id      string
	version T
	removed bool
}

func newCollection[T record](lag time.Duration, indexes map[string]func(T) []string) *collection[T] {
	c := &collection[T]{table: newTable(indexes), lag: lag}
	if c.shown = c.table; lag > 0 {
		c.shown = newTable(indexes)
	}
	return c
}

func (c *collection[T]) get(id string) (T, bool) { v, ok := c.byID[id]; return v, ok }

// store writes a new object, or a new version of one.
func (c *collection[T]) store(now time.Time, v T) {
	c.put(v)
	if c.lag > 0 {
		c.pending = append(c.pending, change[T]{at: now, id: v.ident(), version: v})
	}
}

// discard removes an object.
func (c *collection[T]) discard(now time.Time, id string) {
	c.remove(id)
	if c.lag > 0 {
		c.pending = append(c.pending, change[T]{at: now, id: id, removed: true})
	}
}

// listed is what a list shows at this time.
func (c *collection[T]) listed(now time.Time) *table[T] {
	for len(c.pending) > 0 && now.Sub(c.pending[0].at) >= c.lag {
		if next := c.pending[0]; next.removed {
			c.shown.remove(next.id)
		} else {
			c.shown.put(next.version)
		}
		c.pending = c.pending[1:]
	}
	return c.shown
}

// settle lets lists show everything at once: what was there to begin with.
func (c *collection[T]) settle() {
	for _, p := range c.pending {
		if !p.removed {
			c.shown.put(p.version)
		}
	}
	c.pending = nil
}
