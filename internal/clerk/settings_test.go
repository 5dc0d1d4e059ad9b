package clerk_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

var _ = tested(area{
	name: "instance", unlisted: true,
	writes: map[string]call{
		"PATCH /instance": func(ctx context.Context, c *clerk.Client, _ target) (any, error) {
			return nil, c.Instance.Update(ctx, clerk.UpdateInstanceParams{AllowedOrigins: rest.Value([]string{"https://app.example.com"})})
		},
		"PATCH /instance/restrictions": func(ctx context.Context, c *clerk.Client, _ target) (any, error) {
			return c.Restrictions.Update(ctx, clerk.UpdateInstanceRestrictionsParams{Allowlist: rest.Value(true)})
		},
		"PATCH /beta_features/instance_settings": func(ctx context.Context, c *clerk.Client, _ target) (any, error) {
			return c.BetaSettings.Update(ctx, clerk.UpdateBetaSettingsParams{ProgressiveSignUp: rest.Value(true)})
		},
		"PATCH /instance/organization_settings": func(ctx context.Context, c *clerk.Client, _ target) (any, error) {
			return c.OrganizationSettings.Update(ctx, clerk.UpdateOrganizationSettingsParams{CreatorRole: rest.Value("org:admin"), MaxAllowedMemberships: rest.Value(int64(7))})
		},
		"PATCH /instance/protect": func(ctx context.Context, c *clerk.Client, _ target) (any, error) {
			return c.Protect.Update(ctx, clerk.UpdateInstanceProtectParams{RulesEnabled: rest.Value(true)})
		},
		"PATCH /instance/communication": func(ctx context.Context, c *clerk.Client, _ target) (any, error) {
			return c.Communication.Update(ctx, clerk.UpdateInstanceCommunicationParams{BlockedCountryCodes: rest.Value([]string{"DE"})})
		},
		"PATCH /instance/oauth_application_settings": func(ctx context.Context, c *clerk.Client, _ target) (any, error) {
			return c.OAuthSettings.Update(ctx, clerk.UpdateOAuthApplicationSettingsParams{DefaultScopes: rest.Value([]string{"email"})})
		},
	},
})

// The two groups without a GET are read by a PATCH, which may not hold a field: it would
// change what a plan only looks at.
func TestSettingsWithoutAGetAreReadByAnEmptyPatch(t *testing.T) {
	t.Parallel()
	for path, read := range map[string]func(context.Context, *clerk.Client) error{
		"/v1/instance/restrictions":           func(ctx context.Context, c *clerk.Client) error { _, err := c.Restrictions.Get(ctx); return err },
		"/v1/beta_features/instance_settings": func(ctx context.Context, c *clerk.Client) error { _, err := c.BetaSettings.Get(ctx); return err },
	} {
		c := fake(t, func(r *http.Request) (*http.Response, error) {
			body, _ := io.ReadAll(r.Body)
			if r.Method != http.MethodPatch || r.URL.Path != path || string(body) != "{}" {
				t.Errorf("%s %s %s", r.Method, r.URL.Path, body)
			}
			return reply(http.StatusOK, `{}`)
		})
		if err := read(t.Context(), c); err != nil {
			t.Error(err)
		}
	}
}

func TestOtherSettingsAreReadByAGet(t *testing.T) {
	t.Parallel()
	c := fake(t, func(r *http.Request) (*http.Response, error) {
		if r.Method != http.MethodGet {
			t.Errorf("%s %s", r.Method, r.URL.Path)
		}
		return reply(http.StatusOK, `{}`)
	})
	ctx := t.Context()
	_, organizations := c.OrganizationSettings.Get(ctx)
	_, protect := c.Protect.Get(ctx)
	_, communication := c.Communication.Get(ctx)
	_, oauth := c.OAuthSettings.Get(ctx)
	if err := errors.Join(organizations, protect, communication, oauth); err != nil {
		t.Error(err)
	}
}

// Clerk drops in silence what it does not know.
func TestWhatSettingsDoNotShowAsItWasSentIsAnError(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		answer, says string
		fields       []string
	}{
		{`{"blocked_country_codes":["FR","DE"]}`, "", nil},
		{`{"blocked_country_codes":["DE"]}`, `it dropped "FR" from blocked_country_codes`, []string{"blocked_country_codes"}},
		{`{"blocked_country_codes":["DE","FR","IT"]}`, `it has "IT" in blocked_country_codes as well`, []string{"blocked_country_codes"}},
		{`{}`, `its answer does not show blocked_country_codes`, []string{"blocked_country_codes"}},
	} {
		c := fake(t, func(*http.Request) (*http.Response, error) { return reply(http.StatusOK, test.answer) })
		has, err := c.Communication.Update(t.Context(), clerk.UpdateInstanceCommunicationParams{BlockedCountryCodes: rest.Value([]string{"DE", "FR"})})
		notTaken(t, test.answer, err, test.says, test.fields)
		if has == nil {
			t.Errorf("%s: without what Clerk has", test.answer)
		}
	}
	for answer, says := range map[string]string{
		`{"restricted_to_allowlist":true,"from_email_address":"Hello"}`:  "", // another spelling
		`{"restricted_to_allowlist":true,"from_email_address":""}`:       `from_email_address is "", and not "hello"`,
		`{"restricted_to_allowlist":false,"from_email_address":"hello"}`: "restricted_to_allowlist is false, and not true",
		`{"restricted_to_allowlist":true}`:                               "its answer does not show from_email_address",
		`{"restricted_to_allowlist":false}`:                              "restricted_to_allowlist is false, and not true. And its answer does not show from_email_address",
		`{}`:                                                             "its answer does not show from_email_address, restricted_to_allowlist,",
	} {
		c := fake(t, func(*http.Request) (*http.Response, error) { return reply(http.StatusOK, answer) })
		_, err := c.BetaSettings.Update(t.Context(), clerk.UpdateBetaSettingsParams{RestrictedToAllowlist: rest.Value(true), FromEmailAddress: rest.Value("hello")})
		notTaken(t, answer, err, says, nil)
	}
	// Where Clerk's contract lets a field be left out, that says false.
	left := fake(t, func(*http.Request) (*http.Response, error) { return reply(http.StatusOK, `{}`) })
	if _, err := left.BetaSettings.Update(t.Context(), clerk.UpdateBetaSettingsParams{RestrictedToAllowlist: rest.Value(false)}); err != nil {
		t.Error(err)
	}
	// Manual invitation is always possible, and may be listed.
	c := fake(t, func(*http.Request) (*http.Response, error) {
		return reply(http.StatusOK, `{"domains_enrollment_modes":["manual_invitation","automatic_invitation"]}`)
	})
	if _, err := c.OrganizationSettings.Update(t.Context(), clerk.UpdateOrganizationSettingsParams{DomainsEnrollmentModes: rest.Value([]string{"automatic_invitation"})}); err != nil {
		t.Error(err)
	}
	// Null asks for Clerk's own value, which is whatever it answers.
	c = fake(t, func(*http.Request) (*http.Response, error) {
		return reply(http.StatusOK, `{"default_scopes":["email"]}`)
	})
	if _, err := c.OAuthSettings.Update(t.Context(), clerk.UpdateOAuthApplicationSettingsParams{DefaultScopes: rest.Null[[]string]()}); err != nil {
		t.Error(err)
	}
	// An answer that does not show the field does not show Clerk's own value either.
	c = fake(t, func(*http.Request) (*http.Response, error) { return reply(http.StatusOK, `{}`) })
	_, err := c.OAuthSettings.Update(t.Context(), clerk.UpdateOAuthApplicationSettingsParams{DefaultScopes: rest.Null[[]string]()})
	notTaken(t, `{}`, err, "its answer does not show default_scopes", nil)
}

func notTaken(t *testing.T, answer string, err error, says string, fields []string) {
	t.Helper()
	var not *clerk.NotTaken
	switch taken := errors.As(err, &not); {
	case says == "" && err != nil:
		t.Errorf("%s: %v", answer, err)
	case says != "" && (!taken || !strings.Contains(err.Error(), says)):
		t.Errorf("%s: %v, and not %s", answer, err, says)
	case fields != nil && !slices.Equal(not.Fields, fields):
		t.Errorf("%s: on %v", answer, not.Fields)
	}
}

// Clerk is sent the ids of roles, and answers their keys.
func TestOrganizationSettingsNameRolesByKey(t *testing.T) {
	t.Parallel()
	inMadeUpTime(t, func(t *testing.T, l *local) {
		c := l.client()
		has, err := c.OrganizationSettings.Update(t.Context(), clerk.UpdateOrganizationSettingsParams{DomainsDefaultRole: rest.Value("org:admin"), CreatorRole: rest.Value("org:admin")})
		if err != nil || has.DomainsDefaultRole != "org:admin" {
			t.Errorf("%+v: %v", has, err)
		}
		_, err = c.OrganizationSettings.Update(t.Context(), clerk.UpdateOrganizationSettingsParams{DomainsDefaultRole: rest.Value("org:admn")})
		var role *clerk.RoleError
		if !errors.As(err, &role) || role.Field != "domains_default_role" || !errors.Is(err, clerk.ErrNoRole) {
			t.Error(err)
		}
	})
}
