package clerksim

import (
	"encoding/json"
	"net/http"
	"regexp"
	"slices"
	"strings"
)

// apiKey lets its bearer act for a user, an organization or a machine.
type apiKey struct {
	head
	credential
	Type        string  `json:"type"`
	Name        string  `json:"name"`
	Description *string `json:"description"`
	CreatedBy   *string `json:"created_by"`
	Secret      string  `json:"secret,omitempty"` // in the answer that creates it
}

// credential is what API keys and the tokens of machines have in common. Times are Unix milliseconds.
type credential struct {
	Subject          string          `json:"subject"`
	Claims           json.RawMessage `json:"claims"`
	Scopes           []string        `json:"scopes"`
	Revoked          bool            `json:"revoked"`
	RevocationReason *string         `json:"revocation_reason"`
	Expired          bool            `json:"expired"`
	Expiration       *int64          `json:"expiration"`
	LastUsedAt       *int64          `json:"last_used_at"`
	secret           string
}

// at is what the credential is at a time.
func (d credential) at(now int64) credential {
	d.Expired = d.Expiration != nil && *d.Expiration <= now
	return d
}

// valid refuses what is revoked or has expired.
func (d credential) valid(now int64) *failure {
	if d.Revoked {
		return badRequest("token_revoked", "It was revoked.")
	}
	if d.at(now).Expired {
		return badRequest("token_expired", "It has expired.")
	}
	return nil
}

// expires sets the expiration by the body. One of null is never.
func (d *credential) expires(c *call) {
	if c.params.cleared("seconds_until_expiration") {
		d.Expiration = nil
	}
	if c.params.has("seconds_until_expiration") {
		d.Expiration = new(millis(c.now) + 1000*c.params.number("seconds_until_expiration"))
	}
}

// revoke ends it, with the reason of the body.
func (d *credential) revoke(c *call) {
	d.Revoked = true
	if c.params.has("revocation_reason") {
		d.RevocationReason = new(c.params.text("revocation_reason"))
	}
}

func badRequest(code, why string) *failure {
	return fail(http.StatusBadRequest, code, "Bad Request", why)
}

// documentedAs400 is a refusal of a body or of a query by those operations that know none but 400: the document has the code.
func documentedAs400(f *failure) *failure {
	if f == nil || f.status != http.StatusUnprocessableEntity {
		return f
	}
	f.status = http.StatusBadRequest
	for i := range f.items {
		f.items[i].Message, f.items[i].Code = "Bad Request", "bad_request"
	}
	return f
}

const (
	inSeconds     = 1 << 40
	mostKeysAPage = 100
)

var (
	anyJSON    = rule{kind: anything, nullable: true}
	keySubject = regexp.MustCompile(`^(user|org|mch|scim)_\w{27}$`)
	keyName    = regexp.MustCompile(`^(\S(.*\S)?)?$`)
	userID     = regexp.MustCompile(`^user_\w{27}$`)
)

func fits(pattern *regexp.Regexp) func(param, value string) *failure {
	return func(param, value string) *failure {
		if pattern.MatchString(value) {
			return nil
		}
		return invalidFormat(param, "failed the regex check")
	}
}

func apiKeys() kind[apiKey] {
	changeable := map[string]rule{
		"claims": anyJSON, "scopes": textList, "description": text.orNull().within(0, 255), "subject": text.must(fits(keySubject)),
		"seconds_until_expiration": number.orNull().within(1, inSeconds),
	}
	k := kind[apiKey]{
		object: "api_key", plural: "api_keys", idParam: "apiKeyID", prefix: "ak",
		get: true, delete: true,
		create: &shape{as400: true, fields: with(changeable, map[string]rule{
			"type": text.within(3, 25), "name": text.need().must(fits(keyName)), "subject": text.need().must(fits(keySubject)), "created_by": text.orNull().must(fits(userID))})},
		update:   &shape{as400: true, fields: changeable},
		actions:  []action[apiKey]{{"POST", "/revoke", revocation, (*call).revokeAPIKey, nil}},
		keys:     map[string]func(apiKey) []string{"secret": func(a apiKey) []string { return []string{a.secret} }, "subject": func(a apiKey) []string { return []string{a.Subject} }},
		defaults: apiKey{Type: "api_key", credential: credential{Claims: json.RawMessage("null"), Scopes: []string{}}},
		rules:    (*call).apiKeyRules,
		created: func(c *call, a apiKey) { // it is shown once
			a.Secret = ""
			stored[apiKey](c).store(c.now, a)
		},
		show: func(c *call, a apiKey) apiKey { a.credential = a.at(millis(c.now)); return a },
	}
	k.more = []operation{
		{pattern: "GET /api_keys", handle: func(c *call) (any, *failure) { return c.listAPIKeys(k) }},
		{pattern: "GET /api_keys/{apiKeyID}/secret", handle: func(c *call) (any, *failure) {
			a, f := k.find(c)
			return map[string]string{"secret": a.secret}, f
		}},
		{pattern: "POST /api_keys/verify", body: &shape{as400: true, fields: map[string]rule{"secret": text.need()}}, handle: (*call).verifyAPIKey},
	}
	return k
}

// revocation is the body that revokes an API key or a token.
var revocation = &shape{as400: true, fields: map[string]rule{"revocation_reason": text.orNull()}}

func with(rules, others map[string]rule) map[string]rule {
	all := map[string]rule{}
	for _, some := range []map[string]rule{rules, others} {
		for name, r := range some {
			all[name] = r
		}
	}
	return all
}

func (c *call) apiKeyRules(old apiKey, a *apiKey) *failure {
	if old.ID == "" {
		if len([]rune(a.Name)) < 3 {
			return documentedAs400(invalidValue("name", "must have at least 3 characters"))
		}
		taken := func(other apiKey) bool { return other.Name == a.Name && !other.Revoked }
		if c.assume.yes("api_key_names_unique") && slices.ContainsFunc(stored[apiKey](c).lookup("subject", a.Subject), taken) {
			return fail(http.StatusConflict, "conflict", "Conflict", "The subject has an API key of this name.")
		}
		a.ID, a.secret = "ak_"+randomHex(16), "ak_"+secretText()
		a.Secret = a.secret
	}
	if c.params.cleared("claims") {
		a.Claims = json.RawMessage("null")
	}
	if c.params.cleared("description") {
		a.Description = nil
	}
	if old.ID == "" && c.assume.yes("api_key_subject_exists") && !c.exists(a.Subject) {
		return badRequest("bad_request", "The subject "+a.Subject+" does not exist.")
	}
	a.expires(c)
	return nil
}

// exists reports whether there is a user, an organization or a machine with the id.
func (c *call) exists(id string) bool {
	_, isUser := c.users.get(id)
	_, isOrganization := stored[organization](c).get(id)
	_, isMachine := stored[machine](c).get(id)
	return isUser || isOrganization || isMachine
}

func (c *call) revokeAPIKey(a *apiKey) *failure { a.revoke(c); return nil }

// listAPIKeys lists those of one subject, without those that are revoked or have expired unless they are asked for.
func (c *call) listAPIKeys(k kind[apiKey]) (any, *failure) {
	q := c.query()
	subject, invalid, part := q.Get("subject"), q.boolean("include_invalid"), strings.ToLower(q.Get("query"))
	limit, offset := q.integer("limit", defaultLimit, 1, mostKeysAPage), q.integer("offset", 0, 0, 1<<31)
	if !keySubject.MatchString(subject) {
		q.add(invalidFormat("subject", "failed the regex check"))
	}
	typ := "api_key"
	if q.Has("type") {
		typ = q.Get("type")
	}
	if f := documentedAs400(q.err()); f != nil {
		return nil, f
	}
	all := newestFirst(stored[apiKey](c).listed(c.now), func(a apiKey) bool {
		return a.Subject == subject && a.Type == typ && (invalid != nil && *invalid || a.valid(millis(c.now)) == nil) &&
			(part == "" || strings.Contains(strings.ToLower(a.Name), part) || a.ID == q.Get("query"))
	})
	return listBody[apiKey]{each(cut(all, page{int(limit), int(offset)}), k.shower(c)), int64(len(all))}, nil
}

// verifyAPIKey gives the key that has a secret, and notes that it was used.
func (c *call) verifyAPIKey() (any, *failure) {
	found := stored[apiKey](c).lookup("secret", c.params.text("secret"))
	if len(found) == 0 {
		return nil, notFound("API key", "of this secret")
	}
	a := found[0]
	if f := a.valid(millis(c.now)); f != nil {
		return nil, f
	}
	a.LastUsedAt = new(millis(c.now))
	stored[apiKey](c).store(c.now, a)
	a.Secret = ""
	return a, nil
}
