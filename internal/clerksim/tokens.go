package clerksim

import (
	"encoding/json"
	"net/http"
	"time"

	"github.com/clerkform/terraform-provider-clerk/internal/clerksim/token"
)

// sessionToken is a freshly minted JWT.
type sessionToken struct {
	Object string `json:"object"`
	JWT    string `json:"jwt"`
}

func (c *call) createSessionToken() (any, *failure) {
	context, f := c.tokenContext()
	if f != nil {
		return nil, f
	}
	return c.minted(c.keys.SessionToken(context))
}

func (c *call) createTemplateToken() (any, *failure) {
	context, f := c.tokenContext()
	if f != nil {
		return nil, f
	}
	name := c.id("template_name")
	found := stored[jwtTemplate](c).lookup("name", name)
	if len(found) == 0 {
		return nil, fail(http.StatusNotFound, "resource_not_found", "Resource not found", "No JWT template exists with name: "+name)
	}
	t := found[0]
	return c.minted(c.keys.TemplateToken(token.Template{
		Claims: t.Claims, Lifetime: int(t.Lifetime), AllowedClockSkew: int(t.AllowedClockSkew),
		CustomSigningKey: t.CustomSigningKey, SigningAlgorithm: t.SigningAlgorithm, SigningKey: t.SigningKey,
	}, context))
}

func (c *call) minted(jwt string, err error) (any, *failure) {
	if err != nil {
		return nil, fail(http.StatusInternalServerError, "internal_clerk_error", "Oops, an unexpected error occurred", err.Error())
	}
	return sessionToken{"token", jwt}, nil
}

// tokenContext is what a token says about its session, which must be active.
func (c *call) tokenContext() (token.Context, *failure) {
	s, f := c.session()
	if f != nil {
		return token.Context{}, f
	}
	u, there := c.users.get(s.userID)
	if s.statusAt(c.now) != "active" || !there {
		if c.assume["inactive_session_token"] == "401" {
			return token.Context{}, fail(http.StatusUnauthorized, "authentication_invalid", "Invalid authentication", "The session is not active.")
		}
		return token.Context{}, notFound("session", s.ID)
	}
	out := token.Context{User: c.userClaims(u), SessionID: s.ID, Issuer: "https://" + c.frontend, Now: c.now}
	if s.actor != nil {
		out.Actor = decodeAny(s.actor)
	}
	if c.params.has("expires_in_seconds") {
		seconds := int(c.params.number("expires_in_seconds"))
		out.ExpiresInSeconds = &seconds
	}
	if s.activeOrganizationID != nil {
		c.organizationClaims(&out, *s.activeOrganizationID, u)
	}
	return out, nil
}

// userClaims are the values of the shortcodes {{user.…}}.
func (c *call) userClaims(u *user) map[string]any {
	claims := map[string]any{
		"id": u.ID, "external_id": null(u.externalID), "first_name": null(u.firstName), "last_name": null(u.lastName), "username": null(u.username),
		"full_name": null(pointer(u.fullName())), "created_at": u.CreatedAt, "updated_at": u.UpdatedAt, "last_sign_in_at": null(u.lastSignInAt),
		"image_url": c.userImageURL(u), "has_image": u.imageID != "", "two_factor_enabled": u.twoFactor(),
		"public_metadata": decodeAny(u.metadata[publicMetadata]), "unsafe_metadata": decodeAny(u.metadata[unsafeMetadata]),
	}
	for kind, name := range map[addressKind]string{email: "email", phone: "phone_number", wallet: "web3_wallet"} {
		full := "primary_" + kind.String()
		if kind == wallet {
			full = "primary_web3_wallet"
		}
		claims[full], claims[name+"_verified"] = nil, false
		if a := u.find(u.primary[kind]); a != nil {
			claims[full], claims[name+"_verified"] = a.value, a.status == verified
		}
	}
	organizations := map[string]any{}
	for _, m := range c.memberships.lookup("user_id", u.ID) {
		organizations[m.organizationID] = m.role
	}
	claims["organizations"] = organizations
	return claims
}

func (c *call) organizationClaims(out *token.Context, organizationID string, u *user) {
	o, there := c.organizations.get(organizationID)
	found := c.memberships.lookup("both", organizationID+" "+u.ID)
	if !there || len(found) == 0 {
		return
	}
	m := found[0]
	out.Org = map[string]any{
		"id": o.ID, "name": o.name, "slug": o.slug, "role": m.role, "image_url": c.imageURL(o.ID, o.imageID), "has_image": o.imageID != "",
		"public_metadata": decodeAny(o.metadata[publicMetadata]),
	}
	out.OrgMembership = map[string]any{"permissions": roles[m.role].permissions, "public_metadata": decodeAny(m.metadata[publicMetadata])}
}

// null gives untyped nil for a nil pointer, and else the value.
func null[T any](p *T) any {
	if p == nil {
		return nil
	}
	return *p
}

// signInToken and actorToken let somebody sign in as a user.
type signInToken struct {
	head
	userID, status, token string
}

type signInTokenView struct {
	Object    string `json:"object"`
	ID        string `json:"id"`
	Status    string `json:"status"`
	UserID    string `json:"user_id"`
	Token     string `json:"token,omitempty"`
	URL       string `json:"url,omitempty"`
	CreatedAt int64  `json:"created_at"`
	UpdatedAt int64  `json:"updated_at"`
}

type actorToken struct {
	signInToken
	actor json.RawMessage
}

type actorTokenView struct {
	signInTokenView
	Actor json.RawMessage `json:"actor"`
}

func (c *call) showTicket(object string, t *signInToken) signInTokenView {
	v := signInTokenView{object, t.ID, t.status, t.userID, t.token, "", t.CreatedAt, t.UpdatedAt}
	if v.URL = "https://" + c.frontend + "/v1/tickets/accept?ticket=" + t.token; t.status != "pending" {
		v.Token, v.URL = "", ""
	}
	return v
}

func ticketOperations() []operation {
	return []operation{
		{pattern: "POST /sign_in_tokens", handle: (*call).createSignInToken, body: &shape{open: true, fields: map[string]rule{
			"user_id": text.need(), "org_id": text.orNull(), "expires_in_seconds": number.orNull().within(1, 1<<40)}}},
		{pattern: "POST /sign_in_tokens/{sign_in_token_id}/revoke", handle: (*call).revokeSignInToken, body: noBody},
		{pattern: "POST /actor_tokens", handle: (*call).createActorToken, body: &shape{fields: map[string]rule{
			"user_id": text.need(), "actor": object.need(), "expires_in_seconds": number, "session_max_duration_in_seconds": number}}},
		{pattern: "POST /actor_tokens/{actor_token_id}/revoke", handle: (*call).revokeActorToken, body: noBody},
		{pattern: "POST /testing_tokens", handle: (*call).createTestingToken, body: noBody},
	}
}

// newTicket makes a token for a user who must exist.
func (c *call) newTicket(object, prefix string, lifetime int64) (signInToken, *failure) {
	u, f := c.userByID(c.params.text("user_id"))
	if f != nil {
		return signInToken{}, f
	}
	if c.params.has("expires_in_seconds") {
		lifetime = c.params.number("expires_in_seconds")
	}
	if lifetime < 1 {
		return signInToken{}, invalidValue("expires_in_seconds", "must be positive")
	}
	t := signInToken{head: c.newHead(object, prefix), userID: u.ID, status: "pending"}
	var err error
	if t.token, err = c.keys.SessionToken(token.Context{
		User: map[string]any{"id": u.ID}, SessionID: t.ID, Issuer: "https://" + c.frontend, Now: c.now, ExpiresInSeconds: new(int(lifetime)),
	}); err != nil {
		return t, fail(http.StatusInternalServerError, "internal_clerk_error", "Oops, an unexpected error occurred", err.Error())
	}
	return t, nil
}

func (c *call) createSignInToken() (any, *failure) {
	t, f := c.newTicket("sign_in_token", "sit", 30*24*3600)
	if f != nil {
		return nil, f
	}
	if id := c.params.text("org_id"); id != "" && len(c.memberships.lookup("both", id+" "+t.userID)) == 0 {
		return nil, notFound("organization", id)
	}
	c.signInTokens.store(c.now, &t)
	return c.showTicket("sign_in_token", &t), nil
}

func (c *call) revokeSignInToken() (any, *failure) {
	t, ok := c.signInTokens.get(c.id("sign_in_token_id"))
	if !ok {
		return nil, notFound("sign in token", c.id("sign_in_token_id"))
	}
	if t.status != "pending" {
		return nil, fail(http.StatusBadRequest, "sign_in_token_cannot_be_revoked_code", "Sign in token cannot be revoked", "Only pending sign in tokens can be revoked.")
	}
	next := *t
	next.status, next.UpdatedAt = "revoked", millis(c.now)
	c.signInTokens.store(c.now, &next)
	return c.showTicket("sign_in_token", &next), nil
}

func (c *call) createActorToken() (any, *failure) {
	if !c.switches["impersonation"] {
		return nil, unsupportedPlan("impersonation")
	}
	if actor, _ := decodeAny(c.params.raw("actor")).(map[string]any); actor["sub"] == nil {
		return nil, missing("actor.sub")
	} else if sub, isText := actor["sub"].(string); !isText || sub == "" {
		return nil, invalidValue("actor.sub", "must be a string")
	}
	t, f := c.newTicket("actor_token", "act", 3600)
	if f != nil {
		return nil, f
	}
	a := &actorToken{t, c.params.raw("actor")}
	c.actorTokens.store(c.now, a)
	return actorTokenView{c.showTicket("actor_token", &a.signInToken), a.actor}, nil
}

func (c *call) revokeActorToken() (any, *failure) {
	t, ok := c.actorTokens.get(c.id("actor_token_id"))
	if !ok {
		return nil, notFound("actor token", c.id("actor_token_id"))
	}
	if t.status != "pending" {
		return nil, fail(http.StatusBadRequest, "actor_token_cannot_be_revoked_code", "Actor token cannot be revoked", "Only pending actor tokens can be revoked.")
	}
	next := *t
	next.status, next.UpdatedAt = "revoked", millis(c.now)
	c.actorTokens.store(c.now, &next)
	return actorTokenView{c.showTicket("actor_token", &next.signInToken), next.actor}, nil
}

type testingToken struct {
	Object    string `json:"object"`
	Token     string `json:"token"`
	ExpiresAt int64  `json:"expires_at"`
}

// testingTokenLifetime and the seconds of expires_at are not documented.
const testingTokenLifetime = time.Hour

func (c *call) createTestingToken() (any, *failure) {
	expires := c.now.Add(testingTokenLifetime).Unix()
	return testingToken{"testing_token", time.Unix(expires, 0).UTC().Format("20060102150405") + "-" + randomHex(24), expires}, nil
}
