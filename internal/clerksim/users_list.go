package clerksim

import (
	"slices"
	"strings"
)

// userOrders are the orderings of GET /users.
var userOrders = []string{"created_at", "updated_at", "email_address", "web3wallet", "first_name", "last_name", "phone_number", "username", "last_active_at", "last_sign_in_at"}

func (c *call) listUsers() (any, *failure) {
	q := c.query()
	filter := c.userFilter(q)
	p := q.page()
	o := q.orderBy(userOrders...)
	after := q.Get("starting_after")
	if after != "" && o.by != "created_at" {
		q.add(invalidValue("starting_after", "can only be used with an ordering by created_at"))
	}
	if after != "" && p.offset != 0 {
		q.add(invalidValue("starting_after", "cannot be combined with an offset"))
	}
	if f := q.err(); f != nil {
		return nil, f
	}
	shown := c.users.listed(c.now)
	candidates := filter.candidates(shown)
	var matching []*user
	if o.by == "created_at" {
		start, f := c.cursor(shown, candidates, after, o.descending)
		if f != nil {
			return nil, f
		}
		matching = walk(candidates, start, o.descending, p, filter.match)
	} else {
		for _, u := range candidates {
			if filter.match(u) {
				matching = append(matching, u)
			}
		}
		sortUsers(matching, o)
		matching = cut(matching, p)
	}
	return each(matching, c.showUser), nil
}

// cursor is the index of the first candidate that follows a user.
func (c *call) cursor(shown *table[*user], candidates []*user, after string, descending bool) (int, *failure) {
	if after == "" {
		if descending {
			return len(candidates) - 1, nil
		}
		return 0, nil
	}
	last, ok := shown.byID[after]
	if !ok {
		switch c.assume["unknown_cursor"] {
		case "404":
			return 0, notFound("user", after)
		case "empty":
			return -1, nil
		}
		return 0, invalidValue("starting_after", "is no user of this instance")
	}
	i, found := slices.BinarySearchFunc(candidates, last.place(), func(u *user, p place) int { return u.place().compare(p) })
	if descending {
		return i - 1, nil
	}
	if found {
		i++
	}
	return i, nil
}

// walk goes through candidates in one direction until the page is full.
func walk(candidates []*user, start int, descending bool, p page, match func(*user) bool) []*user {
	step := 1
	if descending {
		step = -1
	}
	var out []*user
	skip := p.offset
	for i := start; i >= 0 && i < len(candidates) && len(out) < p.limit; i += step {
		switch {
		case !match(candidates[i]):
		case skip > 0:
			skip--
		default:
			out = append(out, candidates[i])
		}
	}
	return out
}

type totalCount struct {
	Object     string `json:"object"`
	TotalCount int64  `json:"total_count"`
}

func (c *call) countUsers() (any, *failure) {
	q := c.query()
	filter := c.userFilter(q)
	if f := q.err(); f != nil {
		return nil, f
	}
	n := int64(0)
	for _, u := range filter.candidates(c.users.listed(c.now)) {
		if filter.match(u) {
			n++
		}
	}
	return totalCount{"total_count", n}, nil
}

// userFilter is what GET /users and GET /users/count filter by. All filters
// must match; of the values of one, any.
type userFilter struct {
	id, externalID, organization choice
	exact                        [3][]string // addresses, by kind
	usernames                    []string
	partial                      []func(*user) bool
}

func (c *call) userFilter(q *query) *userFilter {
	f := &userFilter{id: q.choice("user_id"), externalID: q.choice("external_id"), organization: q.choice("organization_id")}
	for i, name := range addressNames {
		f.exact[i] = each(q.values(name), func(s string) string { return strings.ToLower(strings.TrimSpace(s)) })
	}
	f.usernames = each(q.values("username"), strings.ToLower)
	f.addPartial(q)
	if len(f.organization.include)+len(f.organization.exclude) > 0 {
		memberships := stored[membership](c).listed(c.now)
		f.partial = append(f.partial, func(u *user) bool {
			return f.organization.admits(each(memberships.lookup("user_id", u.ID), func(m membership) string { return m.organizationID })...)
		})
	}
	if banned := q.boolean("banned"); banned != nil {
		f.partial = append(f.partial, func(u *user) bool { return u.banned == *banned })
	}
	f.addTimes(q, "created_at", func(u *user) *int64 { return &u.CreatedAt })
	f.addTimes(q, "last_active_at", func(u *user) *int64 { return u.lastActiveAt })
	f.addTimes(q, "last_sign_in_at", func(u *user) *int64 { return u.lastSignInAt })
	if since := q.moment("last_active_at_since"); since != nil {
		f.partial = append(f.partial, func(u *user) bool { return u.lastActiveAt != nil && *u.lastActiveAt >= *since })
	}
	provider, ids := q.Get("provider"), q.values("provider_user_id")
	switch {
	case provider != "" && len(ids) > 0:
		f.partial = append(f.partial, func(u *user) bool {
			return slices.ContainsFunc(u.accounts, func(a externalAccount) bool { return a.provider == provider && contains(ids, a.providerUserID) })
		})
	case provider != "":
		q.add(wrong("provider_user_id", "form_conditional_param_missing", "is missing", "provider_user_id must be given with provider."))
	case len(ids) > 0:
		q.add(wrong("provider", "form_conditional_param_missing", "is missing", "provider must be given with provider_user_id."))
	}
	return f
}

// addPartial adds the filters that match a part of something, without case.
func (f *userFilter) addPartial(q *query) {
	for param, texts := range map[string]func(*user) []string{
		"email_address_query": (*user).emailKeys,
		"phone_number_query":  (*user).phoneKeys,
		"username_query":      func(u *user) []string { return folded(u.username) },
		"name_query":          func(u *user) []string { return []string{u.fullName()} },
		"query": func(u *user) []string {
			return append(u.identificationKeys(), text0(u.username), u.ID, u.fullName())
		},
	} {
		if part := strings.ToLower(q.Get(param)); part != "" {
			f.partial = append(f.partial, func(u *user) bool {
				return slices.ContainsFunc(texts(u), func(s string) bool { return strings.Contains(strings.ToLower(s), part) })
			})
		}
	}
}

func (u *user) identificationKeys() []string {
	return each(u.addresses, address.key)
}

func (f *userFilter) addTimes(q *query, name string, at func(*user) *int64) {
	if before := q.moment(name + "_before"); before != nil {
		f.partial = append(f.partial, func(u *user) bool { t := at(u); return t != nil && *t < *before })
	}
	if after := q.moment(name + "_after"); after != nil {
		f.partial = append(f.partial, func(u *user) bool { t := at(u); return t != nil && *t > *after })
	}
}

// candidates are the users that can match, oldest first: those that an index
// finds if the filter names any, or all, which are not copied.
func (f *userFilter) candidates(t *table[*user]) []*user {
	var out []*user
	find := func(index string, keys []string) {
		for _, key := range keys {
			out = append(out, t.lookup(index, key)...)
		}
	}
	switch {
	case len(f.id.include) > 0:
		for _, id := range f.id.include {
			if u, ok := t.byID[id]; ok {
				out = append(out, u)
			}
		}
	case len(f.externalID.include) > 0:
		find("external_id", f.externalID.include)
	case len(f.usernames) > 0:
		find("username", f.usernames)
	default:
		kind := slices.IndexFunc(f.exact[:], func(values []string) bool { return len(values) > 0 })
		if kind < 0 {
			return t.ordered
		}
		find(addressNames[kind], f.exact[kind])
	}
	slices.SortFunc(out, func(a, b *user) int { return a.place().compare(b.place()) })
	return slices.Compact(out)
}

func (f *userFilter) match(u *user) bool {
	if !f.id.admits(u.ID) || !f.externalID.admits(text0(u.externalID)) {
		return false
	}
	if len(f.usernames) > 0 && !contains(f.usernames, strings.ToLower(text0(u.username))) {
		return false
	}
	for kind, values := range f.exact {
		if len(values) > 0 && !slices.ContainsFunc(u.keys(addressKind(kind)), func(key string) bool { return contains(values, key) }) {
			return false
		}
	}
	for _, match := range f.partial {
		if !match(u) {
			return false
		}
	}
	return true
}
