package clerksim_test

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/clerk/clerk-sdk-go/v2"
	"github.com/clerk/clerk-sdk-go/v2/jwt"

	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

func TestSessionsAreCreatedAndRevokedAndExpire(t *testing.T) {
	t.Parallel()
	i := start(t)
	u := i.user("ada@example.com")
	create := func() object { return i.call("POST /sessions", `{"user_id":"`+u.id()+`"}`).ok() }
	s := create()
	s.has(t, map[string]string{"status": `"active"`, "user_id": `"` + u.id() + `"`, "actor": `null`, "last_active_organization_id": `null`})
	i.call("POST /sessions/"+s.id()+"/revoke", "null").ok().has(t, map[string]string{"status": `"revoked"`})
	i.call("POST /sessions/"+s.id()+"/revoke", "").ok().has(t, map[string]string{"status": `"revoked"`})
	i.call("POST /sessions/"+s.id()+"/tokens", "").refused(404, "resource_not_found")
	i.call("POST /sessions", `{"user_id":"user_none"}`).refused(404, "resource_not_found")
	i.call("POST /sessions", `{}`).refused(422, "form_param_missing", "user_id")
	i.call("GET /sessions/sess_none", "").refused(404, "resource_not_found")

	other := create()
	i.Advance(7*24*time.Hour - time.Minute)
	i.call("GET /sessions/"+other.id(), "").ok().has(t, map[string]string{"status": `"active"`})
	i.Advance(time.Minute)
	i.call("GET /sessions/"+other.id(), "").ok().has(t, map[string]string{"status": `"expired"`})
	same(t, "expired", ids(i.call("GET /sessions?status=expired&user_id="+u.id(), "").list()), []string{other.id()})
}

func TestOldSessionsThatHaveEndedAreCleanedUp(t *testing.T) {
	t.Parallel()
	i := start(t, assume("ended_sessions_kept_days", "30"))
	u := i.user("ada@example.com")
	create := func() object { return i.call("POST /sessions", `{"user_id":"`+u.id()+`"}`).ok() }
	revoked, expired := create(), create()
	i.call("POST /sessions/"+revoked.id()+"/revoke", "").ok()
	i.Advance(30*24*time.Hour + time.Minute)
	i.call("GET /sessions/"+revoked.id(), "").refused(404, "resource_not_found")
	same(t, "what is left", ids(i.call("GET /sessions?user_id="+u.id(), "").list()), []string{expired.id()})
	i.Advance(7 * 24 * time.Hour)
	i.call("GET /sessions/"+expired.id(), "").refused(404, "resource_not_found")
	same(t, "what is left", ids(i.call("GET /sessions?user_id="+u.id(), "").list()), nil)
}

func TestAPendingSessionCanBeRevoked(t *testing.T) {
	t.Parallel()
	i := start(t)
	u := i.user("ada@example.com")
	pending := func() string {
		return i.call("POST /_sim/seed", `{"sessions":[{"user_id":"`+u.id()+`","status":"pending"}]}`).ok()["sessions"].([]any)[0].(string)
	}
	one, other := pending(), pending()
	i.call("POST /sessions/"+one+"/revoke", "").ok().has(t, map[string]string{"status": `"revoked"`})
	i.call("POST /users/"+u.id()+"/ban", "").ok()
	i.call("GET /sessions/"+other, "").ok().has(t, map[string]string{"status": `"revoked"`})
}

func TestSessionsAreListedByUserOrClient(t *testing.T) {
	t.Parallel()
	i := start(t)
	u, other := i.user("ada@example.com"), i.user("grace@example.com")
	first := i.call("POST /sessions", `{"user_id":"`+u.id()+`"}`).ok()
	second := i.call("POST /sessions", `{"user_id":"`+u.id()+`"}`).ok()
	i.call("POST /sessions", `{"user_id":"`+other.id()+`"}`).ok()
	same(t, "by user", ids(i.call("GET /sessions?user_id="+u.id(), "").list()), []string{second.id(), first.id()})
	same(t, "by client", ids(i.call("GET /sessions?client_id="+first["client_id"].(string), "").list()), []string{first.id()})
	if n := i.call("GET /sessions?paginated=true&limit=1&user_id="+u.id(), "").ok()["total_count"]; n != 2.0 {
		t.Errorf("total_count is %v", n)
	}
	i.call("GET /sessions", "").refused(400, "missing_query_parameter")
	i.call("GET /sessions?status=asleep&user_id="+u.id(), "").refused(422, "form_param_value_invalid", "status")

	seeded := i.call("POST /_sim/seed", `{"sessions":[{"user_id":"`+other.id()+`","status":"ended","actor":{"sub":"user_a"}}]}`).ok()
	i.call("GET /sessions/"+seeded["sessions"].([]any)[0].(string), "").ok().has(t, map[string]string{"status": `"ended"`, "actor": `{"sub":"user_a"}`})
}

func TestClerksSDKAcceptsTheTokens(t *testing.T) {
	t.Parallel()
	i := start(t)
	u := i.call("POST /users", `{"first_name":"Ada","public_metadata":{"plan":"pro"},"email_address":["ada@example.com"]}`).ok()
	org := i.call("POST /organizations", `{"name":"Engines","slug":"engines","created_by":"`+u.id()+`"}`).ok()
	s := i.call("POST /sessions", `{"user_id":"`+u.id()+`","active_organization_id":"`+org.id()+`"}`).ok()
	i.call("POST /jwt_templates", `{"name":"hasura","lifetime":3600,"claims":{"name":"{{user.first_name}}","plan":"{{user.public_metadata.plan}}","mail":"{{user.primary_email_address}}",
		"org":"{{org.slug}}","role":"{{org.role}}","verified":"{{user.email_verified}}","text":"I am {{user.first_name}}"}}`).ok()

	var keys struct{ Keys []*clerk.JSONWebKey }
	if err := json.Unmarshal([]byte(i.call("GET /jwks", "").body), &keys); err != nil {
		t.Fatal(err)
	}
	verify := func(path, body string) *clerk.SessionClaims {
		t.Helper()
		token := i.call("POST /sessions/"+s.id()+path, body).ok()["jwt"].(string)
		claims, err := jwt.Verify(context.Background(), &jwt.VerifyParams{Token: token, JWK: keys.Keys[0], CustomClaimsConstructor: func(context.Context) any { return &object{} }})
		if err != nil {
			t.Fatal(err)
		}
		return claims
	}
	claims := verify("/tokens", "null")
	if claims.Subject != u.id() || claims.SessionID != s.id() || *claims.Expiry-*claims.IssuedAt != 60 || claims.ActiveOrganizationID != org.id() || claims.ActiveOrganizationRole != "org:admin" {
		t.Errorf("claims: %+v", claims)
	}
	if claims = verify("/tokens", `{"expires_in_seconds":300}`); *claims.Expiry-*claims.IssuedAt != 300 {
		t.Errorf("claims: %+v", claims)
	}
	claims = verify("/tokens/hasura", "")
	custom := *claims.Custom.(*object)
	custom.has(t, map[string]string{"name": `"Ada"`, "plan": `"pro"`, "mail": `"ada@example.com"`, "org": `"engines"`, "role": `"org:admin"`, "verified": `true`, "text": `"I am Ada"`})
	if *claims.Expiry-*claims.IssuedAt != 3600 {
		t.Errorf("claims: %+v", claims)
	}
	i.call("POST /sessions/"+s.id()+"/tokens/none", "").refused(404, "resource_not_found")
	i.call("POST /sessions/"+s.id()+"/tokens", `{"expires_in_seconds":29}`).refused(422, "form_param_value_invalid", "expires_in_seconds")
}

func TestSignInActorAndTestingTokens(t *testing.T) {
	t.Parallel()
	i := start(t)
	u := i.user("ada@example.com")
	signIn := i.call("POST /sign_in_tokens", `{"user_id":"`+u.id()+`"}`).ok()
	signIn.has(t, map[string]string{"status": `"pending"`})
	i.call("POST /sign_in_tokens/"+signIn.id()+"/revoke", "").ok().has(t, map[string]string{"status": `"revoked"`})
	i.call("POST /sign_in_tokens/"+signIn.id()+"/revoke", "").refused(400, "sign_in_token_cannot_be_revoked_code")
	i.call("POST /sign_in_tokens", `{"user_id":"user_none"}`).refused(404, "resource_not_found")

	actor := i.call("POST /actor_tokens", `{"user_id":"`+u.id()+`","actor":{"sub":"user_support","why":"ticket"}}`).ok()
	actor.has(t, map[string]string{"actor": `{"sub":"user_support","why":"ticket"}`, "status": `"pending"`})
	i.call("POST /actor_tokens/"+actor.id()+"/revoke", "").ok()
	i.call("POST /actor_tokens/"+actor.id()+"/revoke", "").refused(400, "actor_token_cannot_be_revoked_code")
	i.call("POST /actor_tokens", `{"user_id":"`+u.id()+`","actor":{}}`).refused(422, "form_param_missing", "actor.sub")
	i.off("impersonation")
	i.call("POST /actor_tokens", `{"user_id":"`+u.id()+`","actor":{"sub":"x"}}`).refused(402, "unsupported_subscription_plan_features")

	if i.call("POST /testing_tokens", "").ok()["token"] == "" {
		t.Error("no testing token")
	}
}

func TestAnOrganizationIsActiveForItsMembersAlone(t *testing.T) {
	t.Parallel()
	for value, want := range map[string]string{"404": "resource_not_found", "422": "form_resource_not_found"} {
		i := start(t, assume("organization_of_no_member", value))
		u, other := i.user("ada@example.com"), i.user("grace@example.com")
		o := i.call("POST /organizations", `{"name":"Engines","created_by":"`+other.id()+`"}`).ok()
		status, err := strconv.Atoi(value)
		if err != nil {
			t.Fatal(err)
		}
		for _, org := range []string{o.id(), "org_none"} {
			i.call("POST /sessions", `{"user_id":"`+u.id()+`","active_organization_id":"`+org+`"}`).refused(status, want)
			i.call("POST /sign_in_tokens", `{"user_id":"`+u.id()+`","org_id":"`+org+`"}`).refused(status, want)
		}
		// Who leaves has nothing of it in tokens any more.
		s := i.call("POST /sessions", `{"user_id":"`+other.id()+`","active_organization_id":"`+o.id()+`"}`).ok()
		tells := func() string {
			claims := strings.Split(i.call("POST /sessions/"+s.id()+"/tokens", "").ok()["jwt"].(string), ".")[1]
			text, err := base64.RawURLEncoding.DecodeString(claims)
			if err != nil {
				t.Fatal(err)
			}
			return string(text)
		}
		if !strings.Contains(tells(), o.id()) {
			t.Errorf("a member's token tells %s", tells())
		}
		i.call("DELETE /organizations/"+o.id()+"/memberships/"+other.id(), "").ok()
		if strings.Contains(tells(), o.id()) {
			t.Errorf("the token of who has left tells %s", tells())
		}
	}
}

func TestWhatIsNotSaidAboutSessionsCanGoTheOtherWay(t *testing.T) {
	t.Parallel()
	i := start(t, func(o *clerksim.Options) {
		o.Assume = map[string]string{"inactive_session_token": "401", "revoke_again": "400", "session_list_needs_filter": "false"}
	})
	u := i.user("ada@example.com")
	s := i.call("POST /sessions", `{"user_id":"`+u.id()+`"}`).ok()
	i.call("POST /sessions/"+s.id()+"/revoke", "").ok()
	i.call("POST /sessions/"+s.id()+"/revoke", "").refused(400, "session_not_active")
	i.call("POST /sessions/"+s.id()+"/tokens", "").refused(401, "authentication_invalid")
	same(t, "all sessions", ids(i.call("GET /sessions", "").list()), []string{s.id()})
}
