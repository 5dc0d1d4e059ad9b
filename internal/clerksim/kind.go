package clerksim

import (
	"cmp"
	"math"
	"reflect"
	"slices"
	"strings"
	"time"
)

// kinds are all kinds of objects but users. A kind that is entered here has its
// operations, its table, and its objects in /_sim/state.
func kinds() []anyKind {
	return []anyKind{
		sessions(), organizations(), memberships(), organizationInvitations(), organizationDomains(), invitations(), waitlistEntries(), svixApps(),
		permissions(), roles(), roleSets(), signInTokens(), actorTokens(), jwtTemplates(), redirectURLs(), domains(), allowlist(), blocklist(),
		machines(), machineScopes(), apiKeys(), m2mTokens(), agentTasks(), adminPortalLinkTokens(),
		enterpriseConnections(), testRuns(), directories(), groupMappings(), oauthApplications(),
	}
}

// anyKind is what the server does with a kind, whatever its objects are.
type anyKind interface {
	operations() []operation
	addTable(to map[reflect.Type]any, lag time.Duration)
	name() string
	state(c *call) any
	objects(c *call) map[string]any // as state shows them, by id
}

// kind says what there is to know of the objects of one type, which embeds head.
// A stored object is its own answer: its JSON tags are the names in Clerk's
// document, and what is never shown has the tag "-".
type kind[T record] struct {
	object  string // the field object of each of them, such as "jwt_template"
	plural  string // the name in /_sim/state, such as "jwt_templates"
	path    string // of the list, if it is not the plural
	idParam string // the name of the id in the path, such as "template_id"
	prefix  string // of the ids
	absent  string // the message of a 404 up to the id, if it is not as usual

	list, get, delete bool
	bare              bool                             // the list is a bare array unless it is paginated, and has no total count
	unpaged           bool                             // the list has no pages
	create, update    *shape                           // no operation without its shape
	limits            map[string]func(*call) rateClass // of POST and PATCH
	actions           []action[T]                      // further operations on one object
	more              []operation                      // operations that are written by hand
	enabled           func(*call) *failure             // asked before everything
	findBy            func(*call) (T, *failure)        // finds what the path names, if not by its id alone

	keys     map[string]func(T) []string // what objects are found by beside their id
	unique   []string                    // keys that are body fields, and that no two objects share
	filter   func(c *call, q *query) func(T) bool
	orders   []ordering[T] // what order_by takes, if the list has it
	defaults T             // a new object before its body is read

	// rules refuses or completes an object that has the fields of the body. On
	// create, old is the defaults, without an id.
	rules     func(c *call, old T, t *T) *failure
	created   func(c *call, t T)          // follows a create
	deletable func(c *call, t T) *failure // refuses a delete
	deleted   func(c *call, t T)          // follows a delete
	show      func(c *call, t T) T        // sets what depends on the time, the query, or other objects
}

// action is an operation on one object whose answer is the object.
type action[T record] struct {
	method, path string // the path follows that of the object
	body         *shape
	do           func(c *call, t *T) *failure
	limit        func(*call) rateClass
}

// ordering is one value of order_by; without a function it is by creation.
type ordering[T record] struct {
	by      string
	compare func(c *call, a, b T) int
}

// stored are the objects of one type.
func stored[T record](c *call) *collection[T] {
	all, _ := c.tables[reflect.TypeFor[T]()].(*collection[T])
	return all
}

func (k kind[T]) addTable(to map[reflect.Type]any, lag time.Duration) {
	to[reflect.TypeFor[T]()] = newCollection(lag, k.keys)
}

func (k kind[T]) state(c *call) any { return each(stored[T](c).ordered, k.shower(c)) }

func (k kind[T]) name() string { return k.plural }

func (k kind[T]) objects(c *call) map[string]any {
	out, show := map[string]any{}, k.shower(c)
	for _, t := range stored[T](c).ordered {
		out[t.ident()] = show(t)
	}
	return out
}

func (k kind[T]) operations() []operation {
	out, all := k.more, cmp.Or(k.path, "/"+k.plural)
	one := all + "/{" + k.idParam + "}"
	add := func(there bool, method, path string, body *shape, handle func(*call) (any, *failure), limit func(*call) rateClass) {
		if there {
			out = append(out, operation{pattern: method + " " + path, handle: handle, body: body, class: limit})
		}
	}
	add(k.list, "GET", all, nil, k.answerList, nil)
	add(k.create != nil, "POST", all, k.create, k.answerCreate, k.limits["POST"])
	add(k.get, "GET", one, nil, k.answerGet, nil)
	add(k.update != nil, "PATCH", one, k.update, k.changed(func(c *call, t *T) *failure { return k.read(c, *t, t) }), k.limits["PATCH"])
	add(k.delete, "DELETE", one, nil, k.answerDelete, nil)
	for _, o := range k.actions {
		add(true, o.method, one+o.path, o.body, k.changed(o.do), o.limit)
	}
	return out
}

// find gives the object that the path names.
func (k kind[T]) find(c *call) (T, *failure) {
	if f := k.check(c); f != nil {
		return *new(T), f
	}
	if k.findBy != nil {
		return k.findBy(c)
	}
	id := c.id(k.idParam)
	t, ok := stored[T](c).get(id)
	if ok {
		return t, nil
	}
	f := notFound(strings.ReplaceAll(k.object, "_", " "), id)
	if k.absent != "" {
		f.items[0].LongMessage = k.absent + id
	}
	return t, f
}

func (k kind[T]) check(c *call) *failure {
	if k.enabled == nil {
		return nil
	}
	return k.enabled(c)
}

func (k kind[T]) answerList(c *call) (any, *failure) {
	return k.listOf(c, func(T) bool { return true }, k.shower(c))
}

// listOf answers a list of those objects that pass.
func (k kind[T]) listOf(c *call, pass func(T) bool, show func(T) T) (any, *failure) {
	if f := k.check(c); f != nil {
		return nil, f
	}
	q, p, o, filter := c.query(), page{}, order{"created_at", true}, pass
	switch {
	case k.unpaged:
		p.limit = math.MaxInt
	case !k.bare:
		p = q.page()
	}
	if k.orders != nil {
		o = q.orderBy(each(k.orders, func(o ordering[T]) string { return o.by })...)
	}
	if k.filter != nil {
		filter = k.filter(c, q)
	}
	if f := q.err(); f != nil {
		return nil, f
	}
	all := newestFirst(stored[T](c).listed(c.now), func(t T) bool { return pass(t) && filter(t) })
	slices.SortStableFunc(all, func(a, b T) int {
		by := a.place().compare(b.place())
		if i := slices.IndexFunc(k.orders, func(one ordering[T]) bool { return one.by == o.by }); i >= 0 && k.orders[i].compare != nil {
			by = k.orders[i].compare(c, a, b)
		}
		if o.descending {
			return -by
		}
		return by
	})
	if k.bare {
		return legacyList(c, all, show)
	}
	return listBody[T]{each(cut(all, p), show), int64(len(all))}, nil
}

func (k kind[T]) answerGet(c *call) (any, *failure) {
	t, f := k.find(c)
	if f != nil {
		return nil, f
	}
	return k.shower(c)(t), nil
}

func (k kind[T]) answerCreate(c *call) (any, *failure) {
	if f := k.check(c); f != nil {
		return nil, f
	}
	t := k.begin(c)
	if f := k.read(c, k.defaults, &t); f != nil {
		return nil, f
	}
	stored[T](c).store(c.now, t)
	answer := k.shower(c)(t)
	if k.created != nil {
		k.created(c, t)
	}
	return answer, nil
}

// begin makes a new object, which is not stored yet.
func (k kind[T]) begin(c *call) T {
	t := k.defaults
	*headOf(&t) = c.newHead(k.object, k.prefix)
	return t
}

// changed answers an operation that changes the object that the path names.
func (k kind[T]) changed(do func(*call, *T) *failure) func(*call) (any, *failure) {
	return func(c *call) (any, *failure) {
		t, f := k.find(c)
		if f != nil {
			return nil, f
		}
		if f := do(c, &t); f != nil {
			return nil, f
		}
		headOf(&t).UpdatedAt = millis(c.now)
		stored[T](c).store(c.now, t)
		return k.shower(c)(t), nil
	}
}

func (k kind[T]) answerDelete(c *call) (any, *failure) {
	t, f := k.find(c)
	if f != nil {
		return nil, f
	}
	if k.deletable != nil {
		if f := k.deletable(c, t); f != nil {
			return nil, f
		}
	}
	stored[T](c).discard(c.now, t.ident())
	if k.deleted != nil {
		k.deleted(c, t)
	}
	return deleted{k.object, t.ident(), true}, nil
}

// read gives an object what the body says.
func (k kind[T]) read(c *call, old T, t *T) *failure {
	c.params.fill(t)
	for _, key := range k.unique {
		if f := claimed(c, key, *t); f != nil {
			return f
		}
	}
	if k.rules == nil {
		return nil
	}
	return k.rules(c, old, t)
}

// claimed is the failure if another object has a key of this one.
func claimed[T record](c *call, key string, t T) *failure {
	all := stored[T](c)
	for _, value := range all.indexes[key](t) {
		if slices.ContainsFunc(all.lookup(key, value), func(other T) bool { return other.ident() != t.ident() }) {
			return taken(key)
		}
	}
	return nil
}

// shower gives what answers show of an object.
func (k kind[T]) shower(c *call) func(T) T {
	return func(t T) T {
		if k.show == nil {
			return t
		}
		return k.show(c, t)
	}
}

// headOf gives the head that an object embeds.
func headOf[T record](t *T) *head {
	h, _ := any(t).(interface{ top() *head })
	return h.top()
}
