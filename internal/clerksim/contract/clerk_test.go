package contract_test

import (
	"encoding/json"
	"maps"
	"strings"
	"testing"
)

const (
	verified = `{"object":"verification_admin","status":"verified","strategy":"admin","attempts":null,"expire_at":null}`
	session  = `{"object":"session","id":"sess_1","user_id":"user_1","client_id":"client_1","status":"active",` +
		`"last_active_at":1,"expire_at":1,"abandon_at":1,"created_at":1,"updated_at":1}`
	refused = `{"errors":[{"message":"is missing","long_message":"name is missing","code":"form_param_missing","meta":{"param_name":"name"}}],"clerk_trace_id":"t"}`
)

// user is a valid answer, with some properties replaced.
func user(replaced map[string]any) string {
	all := map[string]any{
		"id": "user_1", "object": "user", "username": nil, "first_name": "Ada", "last_name": nil, "has_image": false,
		"primary_email_address_id": "idn_1", "primary_phone_number_id": nil, "primary_web3_wallet_id": nil,
		"password_enabled": true, "two_factor_enabled": false, "totp_enabled": false, "backup_code_enabled": false,
		"email_addresses": []any{emailAddress(json.RawMessage(verified))}, "phone_numbers": []any{}, "web3_wallets": []any{},
		"passkeys": []any{}, "external_accounts": []any{}, "saml_accounts": []any{}, "enterprise_accounts": []any{},
		"public_metadata": map[string]any{"plan": "gold"}, "private_metadata": nil, "unsafe_metadata": map[string]any{},
		"external_id": nil, "last_sign_in_at": nil, "banned": false, "locked": false,
		"lockout_expires_in_seconds": nil, "verification_attempts_remaining": 100,
		"created_at": 1700000000123, "updated_at": 1700000000123, "delete_self_enabled": true,
		"create_organization_enabled": true, "last_active_at": nil, "mfa_enabled_at": nil, "mfa_disabled_at": nil,
		"legal_accepted_at": nil,
	}
	maps.Copy(all, replaced)
	encoded, err := json.Marshal(all)
	if err != nil {
		panic(err)
	}
	return string(encoded)
}

func emailAddress(verification any) map[string]any {
	return map[string]any{
		"id": "idn_1", "object": "email_address", "email_address": "ada@example.com", "reserved": false,
		"verification": verification, "linked_to": []any{}, "created_at": 1, "updated_at": 1,
	}
}

func userWithVerification(verification string) string {
	return user(map[string]any{"email_addresses": []any{emailAddress(json.RawMessage(verification))}})
}

func TestUsersOfClerksDocument(t *testing.T) {
	runExamples(t, loadClerks(t), []example{
		{why: "create", method: "POST", target: "/v1/users", body: `{"email_address":["ada@example.com"],"password":"correct horse"}`, status: 200, answer: user(nil)},
		{why: "create with an unknown argument", method: "POST", target: "/v1/users", body: `{"nickname":"x"}`, status: 200, answer: user(nil), want: `body: property "nickname" is unsupported`},
		{why: "the same, refused", method: "POST", target: "/v1/users", body: `{"nickname":"x"}`, status: 422, answer: refused},
		{why: "an answer that lacks a property", method: "GET", target: "/v1/users/user_1", status: 200, answer: `{"id":"user_1"}`, want: `at /username: property "username" is missing`},
		{why: "count is no user id", method: "GET", target: "/v1/users/count?query=ada", status: 200, answer: `{"object":"total_count","total_count":1}`},
		{why: "several addresses to filter by", method: "GET", target: "/v1/users?email_address=a%40b.c&email_address=d%40e.f&order_by=-created_at", status: 200, answer: `[` + user(nil) + `]`},
		{why: "a limit beyond 500", method: "GET", target: "/v1/users?limit=501", status: 200, answer: `[]`, want: `query parameter "limit"`},
		{why: "a filter that the operation lacks", method: "GET", target: "/v1/users/count?limit=1", status: 200, answer: `{"object":"total_count","total_count":1}`, want: `knows no query parameter "limit"`},
		{why: "an error listed", method: "GET", target: "/v1/users/user_2", status: 404, answer: refused},
		{why: "an error listed, in another shape", method: "GET", target: "/v1/users/user_2", status: 404, answer: `{}`, want: `answer 404: at /errors`},
		{why: "too many requests are not listed", method: "GET", target: "/v1/users/user_2", status: 429, answer: refused},
		{why: "without credentials", method: "GET", target: "/v1/users", authorization: "none", status: 200, answer: `[]`, want: "must be answered with 401"},
		{why: "a profile image of any type", method: "POST", target: "/v1/users/user_1/profile_image", contentType: "multipart/form-data; boundary=b", body: strings.Replace(bounds, "%", "file", 1), status: 200, answer: user(nil)},
		{why: "a profile image as JSON", method: "POST", target: "/v1/users/user_1/profile_image", body: `{"file":"x"}`, status: 200, answer: user(nil), want: "is none of those of its body"},
	})
}

func TestVerificationDoesWithoutItsDiscriminator(t *testing.T) {
	without := strings.Replace(verified, `"object":"verification_admin",`, "", 1)
	runExamples(t, loadClerks(t), []example{
		{why: "with object", method: "GET", target: "/v1/users/user_1", status: 200, answer: userWithVerification(verified)},
		{why: "without object", method: "GET", target: "/v1/users/user_1", status: 200, answer: userWithVerification(without)},
		{why: "null", method: "GET", target: "/v1/users/user_1", status: 200, answer: userWithVerification(`null`)},
		{why: "of an unknown kind", method: "GET", target: "/v1/users/user_1", status: 200, answer: userWithVerification(strings.Replace(verified, "_admin", "_odd", 1)), want: "at /email_addresses/0/verification: "},
		{why: "a kind with another's strategy", method: "GET", target: "/v1/users/user_1", status: 200, answer: userWithVerification(strings.Replace(verified, "_admin", "_otp", 1)), want: "at /email_addresses/0/verification"},
		{why: "what a kind lacks is told", method: "GET", target: "/v1/users/user_1", status: 200, answer: userWithVerification(strings.Replace(verified, `"attempts":null,`, "", 1)), want: `at /email_addresses/0/verification/attempts: property "attempts" is missing`},
	})
}

func TestEightListsThatPaginatedTurnsIntoObjects(t *testing.T) {
	checker := loadClerks(t)
	for _, path := range []string{
		"/clients", "/sessions", "/jwt_templates", "/invitations", "/allowlist_identifiers", "/redirect_urls",
		"/users/user_1/oauth_access_tokens/oauth_google", "/templates/email",
	} {
		get := example{method: "GET", target: "/v1" + path, status: 200}
		runExamples(t, checker, []example{
			with(get, path+" as an array", "", `[]`, ""),
			with(get, path+" as an object", "?paginated=true", `{"data":[],"total_count":0}`, ""),
			with(get, path+" as an array, paginated", "?paginated=true", `[]`, "value must be an object"),
			with(get, path+" as an object, not paginated", "", `{"data":[],"total_count":0}`, "value must be an array"),
		})
	}
	runExamples(t, checker, []example{
		{why: "a session in a page", method: "GET", target: "/v1/sessions?paginated=true", status: 200, answer: `{"data":[` + session + `],"total_count":1}`},
		{why: "an invalid one", method: "GET", target: "/v1/sessions?paginated=true", status: 200, answer: `{"data":[{}],"total_count":1}`, want: "at /data/0"},
	})
}

func with(e example, why, query, answer, want string) example {
	e.why, e.target, e.answer, e.want = why, e.target+query, answer, want
	return e
}

func TestNullClearsReplacedMetadata(t *testing.T) {
	put := example{method: "PUT", target: "/v1/users/user_1/metadata", status: 200, answer: user(nil)}
	allowed, forbidden, elsewhere := put, put, put
	allowed.why, allowed.body = "null", `{"public_metadata":null,"private_metadata":null,"unsafe_metadata":null}`
	forbidden.why, forbidden.body, forbidden.want = "text", `{"public_metadata":"x"}`, "body: at /public_metadata"
	elsewhere.why, elsewhere.method = "null when merging", "PATCH"
	elsewhere.body, elsewhere.want = `{"public_metadata":null}`, "body: at /public_metadata"
	runExamples(t, loadClerks(t), []example{allowed, forbidden, elsewhere})
}

func TestAKeyMayFitSeveralKinds(t *testing.T) {
	private := `{"keys":[{"kid":"k","alg":"RS256","use":"sig","kty":"RSA","crv":"","n":"n","e":"e","d":"d","p":"p","q":"q"}]}`
	runExamples(t, loadClerks(t), []example{
		{why: "public", method: "GET", target: "/v1/jwks", status: 200, answer: `{"keys":[{"kid":"k","alg":"RS256","use":"sig","kty":"RSA","n":"n","e":"e"}]}`},
		{why: "private, hence public as well", method: "GET", target: "/v1/jwks", status: 200, answer: private},
		{why: "none", method: "GET", target: "/v1/jwks", status: 200, answer: `{"keys":[{"kid":"k","alg":"RS256","use":"sig","kty":"RSA","n":"n"}]}`, want: "at /keys/0"},
	})
}

func TestNullStandsForNoParameters(t *testing.T) {
	runExamples(t, loadClerks(t), []example{
		{why: "where the body is optional", method: "POST", target: "/v1/sessions/sess_1/tokens", body: `null`, status: 200, answer: `{"object":"token","jwt":"x"}`},
		{why: "where there is none", method: "POST", target: "/v1/sessions/sess_1/revoke", body: `null`, status: 200, answer: session},
		{why: "where it is required", method: "POST", target: "/v1/users", body: `null`, status: 200, answer: user(nil), want: "body: Value is not nullable"},
	})
}

// fiveHundredUsers is the longest answer that Clerk gives.
func fiveHundredUsers() example {
	users := strings.TrimSuffix(strings.Repeat(user(nil)+",", 500), ",")
	return example{method: "GET", target: "/v1/users?limit=500", status: 200, answer: "[" + users + "]"}
}

func BenchmarkCheck(b *testing.B) {
	checker := loadClerks(b)
	for _, bench := range []example{
		{why: "one user", method: "GET", target: "/v1/users/user_1", status: 200, answer: user(nil)},
		{why: "create", method: "POST", target: "/v1/users", body: `{"email_address":["ada@example.com"]}`, status: 200, answer: user(nil)},
		{why: "count", method: "GET", target: "/v1/users/count?query=ada", status: 200, answer: `{"object":"total_count","total_count":1}`},
		with(fiveHundredUsers(), "500 users", "", fiveHundredUsers().answer, ""),
	} {
		b.Run(bench.why, func(b *testing.B) {
			for b.Loop() {
				bench.check(checker)
			}
		})
	}
}
