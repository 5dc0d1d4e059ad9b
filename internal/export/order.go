package export

import (
	"slices"
	"strings"
	"sync"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Clerk checks some objects when they are made, and then no more: an instance may have users whom its restrictions would
// refuse today, and organizations with slugs although slugs are off. In another instance these have to be made first, or without
// what is not allowed any more.

// note is what decides about objects of other types: some values of an object.
type note struct {
	typ, id string
	values  []string
}

// notes are those of the objects that were seen, by the type that they decide about. They may be written by several at once.
type notes struct {
	mu  sync.Mutex
	all map[string][]note
}

// see notes an object for the chosen types that want to know of it.
func (n *notes) see(chosen []string, o *object) {
	for _, typ := range chosen {
		values := rules[typ].notes[o.typ]
		if values == nil {
			continue
		}
		if v := values(o); len(v) > 0 {
			n.mu.Lock()
			n.all[typ] = append(n.all[typ], note{o.typ, o.id, v})
			n.mu.Unlock()
		}
	}
}

// behind are the addresses of the objects that have to be there before this one.
func (w *writer) behind(o *object) (addresses []string) {
	rule := rules[o.typ]
	if len(w.addresses[rule.after]) > 0 && !o.everywhere {
		addresses = append(addresses, rule.after+".this")
	}
	if rule.behind != nil {
		for _, n := range rule.behind(o, w.notes.all[o.typ]) {
			if name, ok := w.addresses[n.typ][n.id]; ok {
				addresses = append(addresses, n.typ+"."+name)
			}
		}
	}
	slices.Sort(addresses)
	return slices.Compact(addresses)
}

// dependsOn is the argument of that name: in one line, or a line for each address.
func dependsOn(addresses []string) string {
	switch len(addresses) {
	case 0:
		return ""
	case 1:
		return "\ndepends_on = [" + addresses[0] + "]\n"
	}
	return "\ndepends_on = [\n  " + strings.Join(addresses, ",\n  ") + ",\n]\n"
}

// noting returns a note of the strings of arguments.
func noting(arguments ...string) func(*object) []string {
	return func(o *object) (all []string) {
		for _, argument := range arguments {
			all = append(all, o.texts(argument)...)
		}
		return all
	}
}

// texts are the strings of an argument: its own, or those in it.
func (o *object) texts(argument string) []string {
	v := o.config[argument]
	var list []tftypes.Value
	if v.IsNull() || v.As(&list) != nil {
		return slices.DeleteFunc([]string{text(v)}, func(s string) bool { return s == "" })
	}
	var all []string
	for _, x := range list {
		all = append(all, text(x))
	}
	return all
}

// isTrue reports whether a flag is on.
func (o *object) isTrue(argument string) bool {
	var on bool
	v, given := o.config[argument]
	return given && !v.IsNull() && v.As(&on) == nil && on
}

// activeDomains are the domains of a connection that is active.
func activeDomains(o *object) []string {
	if !o.isTrue("active") {
		return nil
	}
	return o.texts("domains")
}

// sharingItsName are the active connections of a domain that an organization has, too: to turn such a connection on deletes
// the organization's domain.
func sharingItsName(o *object, connections []note) []note {
	name := text(o.config["name"])
	return slices.DeleteFunc(slices.Clone(connections), func(n note) bool { return !slices.Contains(n.values, name) })
}

// refusedNow are the objects that Clerk would refuse to make once these restrictions are there: those of which an address, a number
// or a wallet is barred by them and by the entries of the two lists. Only Clerk knows which email domains are disposable.
func refusedNow(restrictions *object, noted []note) (refused []note) {
	var allowed, blocked []string
	for _, n := range noted {
		switch n.typ {
		case allowlist:
			allowed = append(allowed, n.values...)
		case blocklist:
			blocked = append(blocked, n.values...)
		}
	}
	bars := func(value string) bool {
		value = strings.ToLower(value)
		local, domain, isAddress := strings.Cut(value, "@")
		own, _, subaddress := strings.Cut(local, "+")
		switch {
		case restrictions.isTrue("allowlist") && listed(allowed, value):
			return false
		case restrictions.isTrue("allowlist"):
			return true
		case restrictions.isTrue("block_email_subaddresses") && isAddress && subaddress:
			return true
		}
		return restrictions.isTrue("blocklist") && (listed(blocked, value) || isAddress && listed(blocked, own+"@"+domain))
	}
	for _, n := range noted {
		if n.typ != allowlist && n.typ != blocklist && slices.ContainsFunc(n.values, bars) {
			refused = append(refused, n)
		}
	}
	return refused
}

// listed reports whether a list has an identifier, or all of its domain: *@example.com, or *@*.example.com for those below it.
func listed(list []string, value string) bool {
	_, domain, _ := strings.Cut(value, "@")
	return slices.ContainsFunc(list, func(entry string) bool {
		entry = strings.ToLower(entry)
		if below, ok := strings.CutPrefix(entry, "*@*."); ok {
			return strings.HasSuffix(domain, "."+below)
		}
		whole, ok := strings.CutPrefix(entry, "*@")
		return ok && whole == domain || entry == value
	})
}

// slugsOff is the argument that an organization may not have in an instance whose slugs are off.
func slugsOff(settings, _ *object) []string {
	if settings.isTrue("slug_disabled") {
		return []string{"slug"}
	}
	return nil
}

// modeOff is the argument that a domain of an organization may not have where the settings do not list its mode.
func modeOff(settings, domain *object) []string {
	modes, mode := settings.texts("domains_enrollment_modes"), text(domain.config["enrollment_mode"])
	if len(modes) == 0 || mode == "manual_invitation" || slices.Contains(modes, mode) {
		return nil
	}
	return []string{"enrollment_mode"}
}
