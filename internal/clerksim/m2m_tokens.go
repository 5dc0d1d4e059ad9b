package clerksim

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
)

// m2mToken is a token with which a machine proves who it is. One that is a JWT is not stored.
type m2mToken struct {
	head
	credential
	Token string `json:"token,omitempty"` // in the answer that creates it
}

func m2mTokens() kind[m2mToken] {
	k := kind[m2mToken]{
		object: "machine_to_machine_token", plural: "m2m_tokens", idParam: "m2m_token_id", prefix: "mt",
		keys: map[string]func(m2mToken) []string{"subject": func(t m2mToken) []string { return []string{t.Subject} }, "secret": func(t m2mToken) []string { return []string{t.secret} }},
		show: (*call).showM2MToken,
	}
	k.more = []operation{
		{pattern: "POST /m2m_tokens", machines: onlyMachines, created: true, handle: (*call).createM2MToken, body: &shape{as400: true, fields: map[string]rule{
			"token_format": text.in("opaque", "jwt"), "seconds_until_expiration": number.orNull().within(1, inSeconds), "claims": anyJSON,
			"min_remaining_ttl_seconds": number.within(0, inSeconds)}}},
		{pattern: "GET /m2m_tokens", machines: alsoMachines, handle: (*call).listM2MTokens},
		{pattern: "POST /m2m_tokens/{m2m_token_id}/revoke", machines: alsoMachines, body: revocation, handle: (*call).revokeM2MToken},
		{pattern: "POST /m2m_tokens/verify", machines: alsoMachines, handle: (*call).verifyM2MToken, body: &shape{as400: true, fields: map[string]rule{"token": text.need()}}},
	}
	return k
}

func (c *call) showM2MToken(t m2mToken) m2mToken {
	t.credential = t.at(millis(c.now))
	return t
}

func (c *call) createM2MToken() (any, *failure) {
	lifetime := c.asMachine.DefaultTokenTTL
	if c.params.has("seconds_until_expiration") {
		lifetime = c.params.number("seconds_until_expiration")
	}
	t := m2mToken{head: c.newHead("machine_to_machine_token", "mt"), credential: credential{Subject: c.asMachine.ID, Claims: json.RawMessage("null"), Scopes: c.scopesOf(c.asMachine.ID)}}
	t.ID, t.Expiration = "mt_"+randomHex(16), new(millis(c.now)+1000*lifetime)
	if c.params.has("claims") {
		t.Claims = c.params.raw("claims")
	}
	if c.params.text("token_format") == "jwt" {
		var err error
		if t.Token, err = c.keys.MachineToken(map[string]any{
			"jti": t.ID, "sub": t.Subject, "iss": "https://" + c.frontend, "iat": c.now.Unix(), "nbf": c.now.Unix(), "exp": c.now.Unix() + lifetime,
			"scopes": strings.Join(t.Scopes, " "), "claims": t.Claims,
		}); err != nil {
			return nil, fail(http.StatusInternalServerError, "internal_clerk_error", "Oops, an unexpected error occurred", err.Error())
		}
		return t, nil
	}
	if c.params.has("min_remaining_ttl_seconds") {
		remaining := c.params.number("min_remaining_ttl_seconds")
		if remaining >= lifetime {
			return nil, badRequest("bad_request", "min_remaining_ttl_seconds must be less than the lifetime of the token.")
		}
		for _, other := range stored[m2mToken](c).lookup("subject", t.Subject) {
			if other.valid(millis(c.now)) == nil && *other.Expiration-millis(c.now) >= 1000*remaining && string(other.Claims) == string(t.Claims) && slices.Equal(other.Scopes, t.Scopes) {
				other.Token = other.secret
				return other, nil
			}
		}
	}
	t.secret = "mt_" + secretText()
	stored[m2mToken](c).store(c.now, t)
	t.Token = t.secret
	return t, nil
}

// scopesOf are the ids of the machines that a machine has access to.
func (c *call) scopesOf(machineID string) []string {
	return each(stored[machineScope](c).lookup("from", machineID), func(s machineScope) string { return s.To })
}

// theirs reports whether the caller may see a token: the instance sees all, and a machine its own.
func (c *call) theirs(t m2mToken) bool { return c.asMachine == nil || c.asMachine.ID == t.Subject }

func (c *call) listM2MTokens() (any, *failure) {
	q := c.query()
	limit, offset := q.integer("limit", defaultLimit, 1, mostKeysAPage), q.integer("offset", 0, 0, 1<<31)
	revoked, expired, subject := q.boolean("revoked"), q.boolean("expired"), q.Get("subject")
	if f := documentedAs400(q.err()); f != nil {
		return nil, f
	}
	if c.asMachine != nil && c.asMachine.ID != subject {
		return nil, fail(http.StatusForbidden, "forbidden", "Forbidden", "A machine can list its own tokens only.")
	}
	all := newestFirst(stored[m2mToken](c).listed(c.now), func(t m2mToken) bool {
		t = c.showM2MToken(t)
		return t.Subject == subject && (!t.Revoked || revoked != nil && *revoked) && (!t.Expired || expired != nil && *expired)
	})
	return map[string]any{"m2m_tokens": each(cut(all, page{int(limit), int(offset)}), c.showM2MToken), "total_count": len(all)}, nil
}

func (c *call) revokeM2MToken() (any, *failure) {
	id := c.id("m2m_token_id")
	t, ok := stored[m2mToken](c).get(id)
	if !ok || !c.theirs(t) {
		return nil, notFound("token", id)
	}
	t.revoke(c)
	t.UpdatedAt = millis(c.now)
	stored[m2mToken](c).store(c.now, t)
	return c.showM2MToken(t), nil
}

// verifyM2MToken gives the token of a text. A machine may verify those only that are good for it.
func (c *call) verifyM2MToken() (any, *failure) {
	given := c.params.text("token")
	t, ok := c.m2mJWT(given)
	if found := stored[m2mToken](c).lookup("secret", given); len(found) > 0 {
		t, ok = found[0], true
	}
	if _, there := stored[machine](c).get(t.Subject); !ok || !there || c.asMachine != nil && !contains(t.Scopes, c.asMachine.ID) {
		return nil, fail(http.StatusNotFound, "resource_not_found", "Resource not found", "There is no such token.")
	}
	if f := t.valid(millis(c.now)); f != nil {
		return nil, f
	}
	if t.secret != "" {
		t.LastUsedAt = new(millis(c.now))
		stored[m2mToken](c).store(c.now, t)
	}
	return t, nil
}

// m2mJWT is the token that a JWT says it is.
func (c *call) m2mJWT(text string) (t m2mToken, ok bool) {
	claims, ok := c.keys.Verify(text)
	if !ok {
		return t, false
	}
	jti, _ := claims["jti"].(string)
	sub, _ := claims["sub"].(string)
	scopes, _ := claims["scopes"].(string)
	exp, _ := claims["exp"].(float64)
	iat, _ := claims["iat"].(float64)
	t.head = head{Object: "machine_to_machine_token", ID: jti, CreatedAt: 1000 * int64(iat), UpdatedAt: 1000 * int64(iat)}
	t.credential = credential{Subject: sub, Scopes: strings.Fields(scopes), Expiration: new(1000 * int64(exp))}
	t.Claims, _ = json.Marshal(claims["claims"])
	return t, strings.HasPrefix(jti, "mt_")
}
