package clerksim

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// spellingRules are how a field of a body may be stored otherwise than it is sent. Each
// changes a text, and the texts inside a JSON object, or an object. "otherwise" changes
// numbers and times as well, and so any value but a flag and an empty one.
var spellingRules = map[string]func(any) any{
	"trim":  onTexts(strings.TrimSpace),
	"upper": onTexts(strings.ToUpper),
	"drop_nulls": func(v any) any {
		if object, ok := v.(map[string]any); ok {
			maps.DeleteFunc(object, func(_ string, member any) bool { return member == nil })
		}
		return v
	},
	"otherwise": func(v any) any {
		switch v := v.(type) {
		case string:
			return v + v[max(0, len(v)-1):]
		case json.Number:
			if n, err := v.Int64(); err == nil {
				return n + 7
			}
		}
		return v
	},
	"ignore": nil,
}

func onTexts(f func(string) string) func(any) any {
	return func(v any) any {
		if s, ok := v.(string); ok {
			return f(s)
		}
		return v
	}
}

// Spell lets Clerk store a field, such as "first_name", otherwise than it is sent, in
// all bodies: by the rule "trim", "upper", "drop_nulls" (members of JSON objects that are
// null), "otherwise" (some other value) or "ignore" (it is not stored, and what was
// there stays), which also holds for a member of an object, "saml.idp_sso_url". The rule ""
// stores it as it is sent.
func (s *Server) Spell(field, rule string) error {
	if _, ok := spellingRules[rule]; !ok && rule != "" {
		return fmt.Errorf("there is no rule %q; there are: %s", rule, strings.Join(slices.Sorted(maps.Keys(spellingRules)), ", "))
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.spelling[field] = rule
	return nil
}

// ignores reports whether what is sent of a field is not stored.
func (s *Server) ignores(field string) bool { return s.spelling[field] == "ignore" }

// respell gives the fields of a body the values that are stored of them.
func (c *call) respell(s shape) {
	for name, v := range c.params {
		rule := spellingRules[c.spelling[name]]
		switch {
		case c.ignores(name):
			delete(c.params, name)
			continue
		case rule == nil || v.null:
			continue
		}
		// What can be decoded, and what is made of it, can be encoded.
		switch s.fields[name].kind {
		case aText:
			v.text, _ = rule(v.text).(string)
			v.raw, _ = json.Marshal(v.text)
		case aList:
			v.list = each(v.list, func(e string) string { e, _ = rule(e).(string); return e })
			v.raw, _ = json.Marshal(v.list)
		case aNumber, aTime:
			if n, ok := rule(json.Number(fmt.Sprint(v.number))).(int64); ok {
				v.number = n
				v.raw, _ = json.Marshal(n)
			}
		case anObject, anything:
			v.raw, _ = json.Marshal(deeply(decodeAny(v.raw), rule))
		}
		c.params[name] = v
	}
	c.ignoreMembers()
}

// ignoreMembers takes out of the objects in a body what is not stored of them.
func (c *call) ignoreMembers() {
	for field := range c.spelling {
		name, member, inside := strings.Cut(field, ".")
		object, ok := decodeAny(c.params[name].raw).(map[string]any)
		if !inside || !ok || !c.ignores(field) {
			continue
		}
		delete(object, member)
		v := c.params[name]
		v.raw, _ = json.Marshal(object) // it was decoded
		c.params[name] = v
	}
}

// deeply applies a rule to a value, and to all that is in it.
func deeply(v any, rule func(any) any) any {
	switch v := v.(type) {
	case map[string]any:
		for key, member := range v {
			v[key] = deeply(member, rule)
		}
	case []any:
		for i, element := range v {
			v[i] = deeply(element, rule)
		}
	}
	return rule(v)
}
