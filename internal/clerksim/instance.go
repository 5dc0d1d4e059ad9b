package clerksim

import "net/http"

// instanceSettings are what PATCH /instance changes. Only the allowed origins
// can be read through the API; the rest shows in /_sim/state.
type instanceSettings struct {
	TestMode                bool     `json:"test_mode"`
	HIBP                    bool     `json:"hibp"`
	SupportEmail            string   `json:"support_email"`
	ClerkJSVersion          string   `json:"clerk_js_version"`
	DevelopmentOrigin       string   `json:"development_origin"`
	AllowedOrigins          []string `json:"allowed_origins"`
	URLBasedSessionSyncing  bool     `json:"url_based_session_syncing"`
	PreferredSignInStrategy string   `json:"preferred_sign_in_strategy_when_password_required"`
}

func newInstanceSettings(environment string) instanceSettings {
	return instanceSettings{TestMode: environment == development, HIBP: true, AllowedOrigins: []string{}}
}

type instanceView struct {
	Object          string   `json:"object"`
	ID              string   `json:"id"`
	EnvironmentType string   `json:"environment_type"`
	AllowedOrigins  []string `json:"allowed_origins"`
	WorkspaceID     *string  `json:"workspace_id"`
}

var instanceBody = &shape{fields: map[string]rule{
	"test_mode": flag.orNull(), "hibp": flag.orNull(), "support_email": text.orNull(), "clerk_js_version": text.orNull(),
	"development_origin": text.orNull(), "allowed_origins": textList, "cookieless_dev": flag.orNull(), "url_based_session_syncing": flag.orNull(),
	"preferred_sign_in_strategy_when_password_required": text.orNull().in("password", "otp", ""),
}, open: true, openBy: "settings_extra_fields"}

func instanceOperations() []operation {
	return []operation{
		{pattern: "GET /instance", handle: (*call).getInstance},
		{pattern: "PATCH /instance", handle: (*call).updateInstance, body: instanceBody},
		{pattern: "POST /testing_tokens", handle: (*call).createTestingToken, body: noBody},
		{pattern: "GET /jwks", handle: (*call).getJWKS, free: true},
	}
}

func (c *call) instance() instanceView {
	workspace := "org_" + c.instanceID[len("ins_"):]
	return instanceView{"instance", c.instanceID, c.options.Environment, c.settings.AllowedOrigins, &workspace}
}

func (c *call) getInstance() (any, *failure) { return c.instance(), nil }

func (c *call) updateInstance() (any, *failure) {
	p, s := c.params, c.settings
	if v := p.text("support_email"); v != "" {
		if _, f := c.normal(email, v); f != nil {
			return nil, invalidFormat("support_email", "must be a valid email address")
		}
	}
	if p.has("cookieless_dev") {
		s.URLBasedSessionSyncing = p.flag("cookieless_dev")
	}
	origins := s.AllowedOrigins
	if p.fill(&s); len(s.AllowedOrigins) == 0 {
		s.AllowedOrigins = origins // an empty list is ignored
	}
	c.settings = s
	return noContent{}, nil
}

func (c *call) getJWKS() (any, *failure) {
	return raw(c.keys.JWKS()), nil
}

// raw is an answer that is JSON already.
type raw []byte

// MarshalJSON gives the JSON as it is.
func (r raw) MarshalJSON() ([]byte, error) { return r, nil }

// developmentOnly refuses what production instances do not have.
func (c *call) developmentOnly() *failure {
	if c.options.Environment == development {
		return nil
	}
	return fail(http.StatusBadRequest, "request_invalid_for_environment", "Request only valid for development instances.", "Request only valid for development instances.")
}
