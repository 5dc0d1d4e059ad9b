package clerksim

import (
	"encoding/json"
	"net/http"
	"strings"
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
	u, there := c.users.get(s.UserID)
	if s.statusAt(c.now) != "active" || !there {
		if c.assume["inactive_session_token"] == "401" {
			return token.Context{}, fail(http.StatusUnauthorized, "authentication_invalid", "Invalid authentication", "The session is not active.")
		}
		return token.Context{}, notFound("session", s.ID)
	}
	out := token.Context{User: c.userClaims(u), SessionID: s.ID, Issuer: "https://" + c.frontend, Now: c.now}
	if s.Actor != nil {
		out.Actor = decodeAny(s.Actor)
	}
	if c.params.has("expires_in_seconds") {
		seconds := int(c.params.number("expires_in_seconds"))
		out.ExpiresInSeconds = &seconds
	}
	if s.LastActiveOrganizationID != nil {
		c.organizationClaims(&out, *s.LastActiveOrganizationID, u)
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
	for _, m := range stored[membership](c).lookup("user_id", u.ID) {
		organizations[m.organizationID] = m.Role
	}
	claims["organizations"] = organizations
	return claims
}

func (c *call) organizationClaims(out *token.Context, organizationID string, u *user) {
	o, there := stored[organization](c).get(organizationID)
	found := stored[membership](c).lookup("both", organizationID+" "+u.ID)
	if !there || len(found) == 0 {
		return
	}
	m := found[0]
	out.Org = map[string]any{
		"id": o.ID, "name": o.Name, "slug": o.Slug, "role": m.Role, "image_url": c.organizationImageURL(o), "has_image": o.imageID != "",
		"public_metadata": decodeAny(o.PublicMetadata),
	}
	out.OrgMembership = map[string]any{"permissions": c.permissionKeys(c.roleByKey(m.Role)), "public_metadata": decodeAny(m.PublicMetadata)}
}

// null gives untyped nil for a nil pointer, and else the value.
func null[T any](p *T) any {
	if p == nil {
		return nil
	}
	return *p
}

// signInToken and actorToken let somebody sign in as a user, once.
type signInToken struct {
	head
	Status string `json:"status"`
	UserID string `json:"user_id"`
	Token  string `json:"token,omitempty"`
	URL    string `json:"url,omitempty"`
}

type actorToken struct {
	signInToken
	Actor json.RawMessage `json:"actor"`
}

func signInTokens() kind[signInToken] {
	return kind[signInToken]{
		object: "sign_in_token", plural: "sign_in_tokens", idParam: "sign_in_token_id", prefix: "sit",
		create: &shape{open: true, fields: map[string]rule{
			"user_id": text.need(), "org_id": text.orNull(), "expires_in_seconds": number.orNull().within(1, 1<<40)}},
		rules:   (*call).signInTokenRules,
		actions: []action[signInToken]{{"POST", "/revoke", noBody, (*call).revokeTicket, nil}},
	}
}

func actorTokens() kind[actorToken] {
	return kind[actorToken]{
		object: "actor_token", plural: "actor_tokens", idParam: "actor_token_id", prefix: "act",
		create: &shape{fields: map[string]rule{
			"user_id": text.need(), "actor": object.need(), "expires_in_seconds": number, "session_max_duration_in_seconds": number}},
		rules:   (*call).actorTokenRules,
		actions: []action[actorToken]{{"POST", "/revoke", noBody, func(c *call, t *actorToken) *failure { return c.revokeTicket(&t.signInToken) }, nil}},
	}
}

func (c *call) signInTokenRules(_ signInToken, t *signInToken) *failure {
	if f := c.ticketRules(t, 30*24*3600); f != nil {
		return f
	}
	if id := c.params.text("org_id"); id != "" {
		return c.mustBeMember(id, t.UserID)
	}
	return nil
}

func (c *call) actorTokenRules(_ actorToken, t *actorToken) *failure {
	if !c.switches["impersonation"] {
		return unsupportedPlan("impersonation")
	}
	if actor, _ := decodeAny(t.Actor).(map[string]any); actor["sub"] == nil {
		return missing("actor.sub")
	} else if sub, isText := actor["sub"].(string); !isText || sub == "" {
		return invalidValue("actor.sub", "must be a string")
	}
	return c.ticketRules(&t.signInToken, 3600)
}

// ticketRules completes a token for a user who must exist.
func (c *call) ticketRules(t *signInToken, lifetime int64) *failure {
	if _, f := c.userByID(t.UserID); f != nil {
		return f
	}
	if c.params.has("expires_in_seconds") {
		lifetime = c.params.number("expires_in_seconds")
	}
	if lifetime < 1 {
		return invalidValue("expires_in_seconds", "must be positive")
	}
	var err error
	if t.Token, err = c.keys.SessionToken(token.Context{
		User: map[string]any{"id": t.UserID}, SessionID: t.ID, Issuer: "https://" + c.frontend, Now: c.now, ExpiresInSeconds: new(int(lifetime)),
	}); err != nil {
		return fail(http.StatusInternalServerError, "internal_clerk_error", "Oops, an unexpected error occurred", err.Error())
	}
	t.Status, t.URL = "pending", c.ticketURL(t.Token)
	return nil
}

func (c *call) revokeTicket(t *signInToken) *failure {
	if noun := strings.ReplaceAll(t.Object, "_", " "); t.Status != "pending" {
		return fail(http.StatusBadRequest, t.Object+"_cannot_be_revoked_code", strings.ToUpper(noun[:1])+noun[1:]+" cannot be revoked", "Only pending "+noun+"s can be revoked.")
	}
	t.Status, t.Token, t.URL = "revoked", "", ""
	return nil
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
