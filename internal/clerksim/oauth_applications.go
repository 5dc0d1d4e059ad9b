package clerksim

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// oauthApplication is a client for which the instance is the identity provider.
type oauthApplication struct {
	head
	InstanceID            string   `json:"instance_id"`
	Name                  string   `json:"name"`
	ClientID              string   `json:"client_id"`
	ClientURI             *string  `json:"client_uri"`
	ClientImageURL        *string  `json:"client_image_url"`
	DynamicallyRegistered bool     `json:"dynamically_registered"`
	ConsentScreenEnabled  bool     `json:"consent_screen_enabled"`
	PKCERequired          bool     `json:"pkce_required"`
	Public                bool     `json:"public"`
	Scopes                string   `json:"scopes"`
	RedirectURIs          []string `json:"redirect_uris"`
	CallbackURL           string   `json:"callback_url"`
	AuthorizeURL          string   `json:"authorize_url"`
	TokenFetchURL         string   `json:"token_fetch_url"`
	UserInfoURL           string   `json:"user_info_url"`
	DiscoveryURL          string   `json:"discovery_url"`
	TokenIntrospectionURL string   `json:"token_introspection_url"`
	ClientSecret          string   `json:"client_secret,omitempty"` // in the answers that make one

	imageID, secret string
}

const (
	defaultScopes    = "profile email"
	longestScopes    = 1024
	longestOAuthName = 256
)

// documentedScopes are those that the document calls available.
var documentedScopes = []string{"profile", "email", "public_metadata", "private_metadata"}

func oauthApplications() kind[oauthApplication] {
	changeable := map[string]rule{
		"name": text.orNull().within(1, longestOAuthName), "redirect_uris": textList.orNull().must(isRedirectURI), "callback_url": text.orNull().within(0, 1024).must(isRedirectURI),
		"scopes": text.orNull().within(0, longestScopes), "consent_screen_enabled": flag.orNull(), "pkce_required": flag.orNull(), "public": flag.orNull(),
	}
	k := kind[oauthApplication]{
		object: "oauth_application", plural: "oauth_applications", idParam: "oauth_application_id", prefix: "oa", get: true, delete: true,
		create: &shape{open: true, fields: with(changeable, map[string]rule{"name": text.need().within(1, longestOAuthName)})},
		update: &shape{fields: changeable},
		actions: []action[oauthApplication]{
			{"PUT", "/logo", nil, (*call).setOAuthLogo, nil},
		},
		filter: oauthApplicationFilter,
		orders: []ordering[oauthApplication]{
			{"created_at", nil},
			{"name", func(_ *call, a, b oauthApplication) int { return strings.Compare(a.Name, b.Name) }},
		},
		defaults: oauthApplication{ConsentScreenEnabled: true, Scopes: defaultScopes, RedirectURIs: []string{}},
		rules:    (*call).oauthApplicationRules,
		created: func(c *call, a oauthApplication) { // its secret is shown once
			a.ClientSecret = ""
			stored[oauthApplication](c).store(c.now, a)
		},
		deleted: func(c *call, a oauthApplication) {
			c.oauthGrants = slices.DeleteFunc(slices.Clone(c.oauthGrants), func(g oauthGrant) bool { return g.applicationID == a.ID })
		},
		show: (*call).showOAuthApplication,
	}
	k.more = []operation{
		{pattern: "GET /oauth_applications", handle: func(c *call) (any, *failure) { return c.listOAuthApplications(k) }},
		{pattern: "POST /oauth_applications/{oauth_application_id}/rotate_secret", handle: func(c *call) (any, *failure) { return c.rotateClientSecret(k) }},
		{pattern: "POST /oauth_applications/{oauth_application_id}/revoke_token", body: &shape{fields: map[string]rule{"token": text.need()}},
			handle: func(c *call) (any, *failure) { return c.revokeOAuthToken(k) }},
		{pattern: "POST /oauth_applications/access_tokens/verify", body: &shape{as400: true, open: true, fields: map[string]rule{"access_token": text, "secret": text}},
			handle: (*call).verifyOAuthToken},
	}
	return k
}

func oauthApplicationFilter(_ *call, q *query) func(oauthApplication) bool {
	part := strings.ToLower(q.Get("name_query"))
	return func(a oauthApplication) bool {
		return strings.Contains(strings.ToLower(a.Name), part) || a.ClientID == q.Get("name_query")
	}
}

// listOAuthApplications lists them in the order that is assumed where the query has none.
func (c *call) listOAuthApplications(k kind[oauthApplication]) (any, *failure) {
	if q := c.r.URL.Query(); q.Get("order_by") == "" && c.assume["oauth_applications_listed"] == "oldest_first" {
		q.Set("order_by", "+created_at")
		c.r = c.r.Clone(c.r.Context())
		c.r.URL.RawQuery = q.Encode()
	}
	return k.answerList(c)
}

func (c *call) showOAuthApplication(a oauthApplication) oauthApplication {
	if a.imageID != "" {
		a.ClientImageURL = new(c.imageURL(a.ID, a.imageID))
	}
	if len(a.RedirectURIs) > 0 {
		a.CallbackURL = a.RedirectURIs[0]
	}
	base := "https://" + c.frontend
	a.AuthorizeURL, a.TokenFetchURL, a.UserInfoURL = base+"/oauth/authorize", base+"/oauth/token", base+"/oauth/userinfo"
	a.DiscoveryURL, a.TokenIntrospectionURL = base+"/.well-known/openid-configuration", base+"/oauth/token_info"
	return a
}

func (c *call) oauthApplicationRules(old oauthApplication, a *oauthApplication) *failure {
	p := c.params
	if p.has("name") && a.Name == "" {
		return isNull("name")
	}
	if p.has("callback_url") && !p.has("redirect_uris") { // what it was before there could be several
		a.RedirectURIs = []string{p.text("callback_url")}
	}
	if f := c.oauthScopes(a); f != nil {
		return f
	}
	if c.assume["oauth_lists"] == "sorted" {
		a.RedirectURIs = slices.AppendSeq([]string{}, slices.Values(a.RedirectURIs)) // older versions may share it
		slices.Sort(a.RedirectURIs)
	}
	if a.DynamicallyRegistered && !a.ConsentScreenEnabled {
		return invalidValue("consent_screen_enabled", "cannot be disabled for dynamically registered OAuth applications")
	}
	if old.ID == "" {
		a.ID = newID(c.assume["oauth_application_id"], c.now)
		a.InstanceID, a.ClientID = c.instanceID, secretText()[:16]
		a.giveSecret()
	}
	return nil
}

// oauthScopes are the scopes as they are stored.
func (c *call) oauthScopes(a *oauthApplication) *failure {
	if !c.params.has("scopes") {
		return nil
	}
	scopes := strings.Fields(a.Scopes)
	for _, scope := range scopes {
		if c.assume["oauth_scopes"] == "documented" && !contains(documentedScopes, scope) {
			return notOneOf("scopes", documentedScopes)
		}
	}
	if len(scopes) == 0 && c.assume["oauth_scopes_cleared"] == "default" {
		scopes = strings.Fields(defaultScopes)
	}
	if c.assume["oauth_lists"] == "sorted" {
		slices.Sort(scopes)
	}
	a.Scopes = strings.Join(scopes, " ")
	return nil
}

// giveSecret makes another client secret. A public client has none.
func (a *oauthApplication) giveSecret() {
	if a.secret = ""; !a.Public {
		a.secret = secretText()
	}
	a.ClientSecret = a.secret
}

// ClientSecret is the client secret of the OAuth application with the id, which the API shows only once; "" if it has none.
func (s *Server) ClientSecret(id string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	a, _ := stored[oauthApplication](&call{Server: s}).get(id)
	return a.secret
}

func (c *call) rotateClientSecret(k kind[oauthApplication]) (any, *failure) {
	a, f := k.find(c)
	if f != nil {
		return nil, f
	}
	if a.Public && c.assume["oauth_public_rotation"] == "refused" {
		return nil, fail(http.StatusForbidden, "forbidden", "Forbidden", "A public client has no secret.")
	}
	a.giveSecret()
	a.UpdatedAt = millis(c.now)
	answer := c.showOAuthApplication(a)
	a.ClientSecret = ""
	stored[oauthApplication](c).store(c.now, a)
	return answer, nil
}

func (c *call) setOAuthLogo(a *oauthApplication) *failure {
	if !c.ignores("file") {
		a.imageID = c.nextImage(a.imageID)
	}
	f := c.uploaded()
	if f != nil && f.status == http.StatusUnsupportedMediaType { // which the document does not list here
		f.status = http.StatusBadRequest
	}
	return f
}

// isRedirectURI takes a whole URL of any scheme.
func isRedirectURI(param, s string) *failure {
	if u, err := url.Parse(s); err != nil || u.Scheme == "" || cmp.Or(u.Host, u.Path, u.Opaque) == "" {
		return invalidFormat(param, "must be a valid URL")
	}
	return nil
}
