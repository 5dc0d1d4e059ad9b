package clerksim

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// oauthGrant is what a user has allowed an OAuth application to do: its opaque access token, and its refresh token. The API cannot
// make one; it is seeded.
type oauthGrant struct {
	id, applicationID, clientID, userID string
	access, refresh                     string
	scopes                              []string
	expiresAt                           *int64 // Unix ms
	revoked                             bool
	createdAt, updatedAt                int64
}

// seedClient is an OAuth application that has registered itself.
type seedClient struct {
	Name         string   `json:"name"`
	RedirectURIs []string `json:"redirect_uris"`
	Public       bool     `json:"public"`
	LogoURI      string   `json:"logo_uri"`
	ClientURI    string   `json:"client_uri"`
}

// seedGrant is a grant of a user to an OAuth application. Tokens that are empty are made up.
type seedGrant struct {
	ApplicationID string   `json:"oauth_application_id"`
	UserID        string   `json:"user_id"`
	AccessToken   string   `json:"access_token"`
	RefreshToken  string   `json:"refresh_token"`
	Scopes        []string `json:"scopes"`
	ExpiresAt     *int64   `json:"expires_at"`
}

// register stores an OAuth application as its client does that registers itself.
func (c *call) register(in seedClient) string {
	a := oauthApplications().begin(c)
	a.InstanceID, a.ClientID, a.DynamicallyRegistered = c.instanceID, secretText()[:16], true
	a.Name, a.Public, a.ClientImageURL, a.ClientURI = in.Name, in.Public, pointer(in.LogoURI), pointer(in.ClientURI)
	a.RedirectURIs = append([]string{}, in.RedirectURIs...)
	stored[oauthApplication](c).store(c.now, a)
	return a.ID
}

// allow stores the tokens of a grant.
func (c *call) allow(in seedGrant) error {
	a, ok := stored[oauthApplication](c).get(in.ApplicationID)
	if !ok {
		return fmt.Errorf("there is no OAuth application %q", in.ApplicationID)
	}
	if _, ok := c.users.get(in.UserID); !ok {
		return fmt.Errorf("there is no user %q", in.UserID)
	}
	for _, token := range []*string{&in.AccessToken, &in.RefreshToken} {
		if *token == "" {
			*token = "oat_" + secretText()
		}
	}
	if in.Scopes == nil {
		in.Scopes = strings.Fields(a.Scopes)
	}
	c.oauthGrants = append(slices.Clip(c.oauthGrants), oauthGrant{
		id: "oat_" + randomHex(16), applicationID: a.ID, clientID: a.ClientID, userID: in.UserID, access: in.AccessToken, refresh: in.RefreshToken,
		scopes: in.Scopes, expiresAt: in.ExpiresAt, createdAt: millis(c.now), updatedAt: millis(c.now),
	})
	return nil
}

// isJWT reports whether a token is a JWT by its form: three parts.
func isJWT(token string) bool { return strings.Count(token, ".") == 2 }

// revokeOAuthToken ends a grant of the application, by either of its tokens.
func (c *call) revokeOAuthToken(k kind[oauthApplication]) (any, *failure) {
	a, f := k.find(c)
	if f != nil {
		return nil, f
	}
	token := c.params.text("token")
	if isJWT(token) {
		status, _ := strconv.Atoi(c.assume["oauth_jwt_revocation"])
		return nil, fail(status, "oauth_token_not_revocable", "Token cannot be revoked", "JWT access tokens cannot be revoked.").about("token")
	}
	i := slices.IndexFunc(c.oauthGrants, func(g oauthGrant) bool {
		return g.applicationID == a.ID && (g.access == token || g.refresh == token)
	})
	switch {
	case i < 0 && c.assume["oauth_unknown_token"] == "404", i >= 0 && c.oauthGrants[i].revoked && c.assume["oauth_token_revoked_again"] == "404":
		return nil, noSuchToken()
	case i < 0:
		return noContent{}, nil
	}
	c.oauthGrants = slices.Clone(c.oauthGrants)
	c.oauthGrants[i].revoked, c.oauthGrants[i].updatedAt = true, millis(c.now)
	return noContent{}, nil
}

func noSuchToken() *failure {
	return fail(http.StatusNotFound, "resource_not_found", "Resource not found", "There is no such token.")
}

// oauthTokenView is what verification answers of an opaque access token.
type oauthTokenView struct {
	Object           string   `json:"object"`
	ID               string   `json:"id"`
	ClientID         string   `json:"client_id"`
	Subject          string   `json:"subject"`
	Scopes           []string `json:"scopes"`
	Revoked          bool     `json:"revoked"`
	RevocationReason *string  `json:"revocation_reason"`
	Expired          bool     `json:"expired"`
	Expiration       *int64   `json:"expiration"`
	CreatedAt        int64    `json:"created_at"`
	UpdatedAt        int64    `json:"updated_at"`
}

// verifyOAuthToken gives the grant of an access token. A JWT is none that was issued here.
func (c *call) verifyOAuthToken() (any, *failure) {
	token := c.params.text("access_token")
	if token == "" {
		token = c.params.text("secret")
	}
	i := slices.IndexFunc(c.oauthGrants, func(g oauthGrant) bool { return g.access == token })
	switch {
	case token == "":
		return nil, badRequest("bad_request", "access_token must be included.")
	case i < 0:
		return nil, noSuchToken()
	}
	g := c.oauthGrants[i]
	return oauthTokenView{
		Object: "clerk_idp_oauth_access_token", ID: g.id, ClientID: g.clientID, Subject: g.userID, Scopes: g.scopes, Revoked: g.revoked,
		Expired: g.expiresAt != nil && *g.expiresAt <= millis(c.now), Expiration: g.expiresAt, CreatedAt: g.createdAt, UpdatedAt: g.updatedAt,
	}, nil
}
