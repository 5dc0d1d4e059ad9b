package clerksim

import (
	"regexp"
	"slices"
	"unicode/utf8"
)

// saveUser stores a version of a user, unless it claims what another has, or has a new
// address that the restrictions of the instance refuse.
func (c *call) saveUser(u *user) *failure {
	before, existed := c.users.get(u.ID)
	for _, a := range u.addresses {
		if existed && before.find(a.id) != nil {
			continue
		}
		if f := c.barred(a.kind, a.value, c.assume["restrictions_on_users"]); f != nil {
			return f
		}
	}
	var found problems
	others := func(index, key string) bool {
		return slices.ContainsFunc(c.users.found[index][key], func(id string) bool { return id != u.ID })
	}
	own := map[string]bool{}
	for _, a := range u.addresses {
		if c.claimed(u, a) || own[a.kind.String()+a.key()] {
			found.add(taken(a.kind.String()))
		}
		own[a.kind.String()+a.key()] = true
	}
	if key := folded(u.username); key != nil && others("username", key[0]) {
		found.add(taken("username"))
	}
	if key := present(u.externalID); key != nil && others("external_id", key[0]) {
		found.add(taken("external_id"))
	}
	if f := found.err(); f != nil {
		return f
	}
	u.UpdatedAt = millis(c.now)
	switch {
	case u.twoFactor() && (!existed || !before.twoFactor()):
		u.mfaEnabledAt = &u.UpdatedAt
	case existed && before.twoFactor() && !u.twoFactor():
		u.mfaDisabledAt = &u.UpdatedAt
	}
	c.users.store(c.now, u)
	return nil
}

// claimed reports whether another user holds an address.
func (c *call) claimed(u *user, a address) bool {
	for _, other := range c.users.lookup(a.kind.String(), a.key()) {
		if other.ID == u.ID {
			continue
		}
		if c.assume.yes("unverified_addresses_unique") {
			return true
		}
		for _, b := range other.addresses {
			if b.kind == a.kind && b.key() == a.key() && a.status != unverified && b.status != unverified {
				return true
			}
		}
	}
	return false
}

var localeForm = regexp.MustCompile(`^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*$`)

func isLocale(param, s string) *failure {
	if s != "" && !localeForm.MatchString(s) {
		return invalidFormat(param, "must be a BCP-47 language tag")
	}
	return nil
}

var usernameForm = regexp.MustCompile(`^[A-Za-z0-9_.-]*$`)

func isUsername(param, s string) *failure {
	if n := utf8.RuneCountInString(s); s != "" && (n < 4 || n > 64) {
		return wrong(param, "form_username_invalid_length", "Username must be between 4 and 64 characters long.", "Username must be between 4 and 64 characters long.")
	}
	if !usernameForm.MatchString(s) {
		return wrong(param, "form_username_invalid_character", "is invalid", "Username can only contain letters, numbers and '_', '-' or '.'.")
	}
	return nil
}
