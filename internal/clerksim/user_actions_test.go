package clerksim_test

import (
	"bytes"
	"mime/multipart"
	"strings"
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

func TestAProfileImageIsKnownByItsContent(t *testing.T) {
	t.Parallel()
	png := "\x89PNG\r\n\x1a\n" + strings.Repeat("x", 100)
	i := start(t)
	u := i.user("ada@example.com")
	image := "/users/" + u.id() + "/profile_image"
	upload := func(field, content string) answer {
		var b bytes.Buffer
		form := multipart.NewWriter(&b)
		part, _ := form.CreateFormFile(field, "profileImage")
		_, _ = part.Write([]byte(content))
		_ = form.Close()
		return i.call("POST "+image, b.String(), header{"Content-Type": form.FormDataContentType()})
	}
	first := upload("file", png).ok()
	first.has(t, map[string]string{"has_image": `true`})
	if first["image_url"] == u["image_url"] || upload("file", png).ok()["image_url"] == first["image_url"] {
		t.Error("image_url stays the same")
	}
	upload("file", "plain text").refused(415, "unsupported_content_type")
	upload("picture", png).refused(400, "form_param_missing", "file")
	upload("file", png+strings.Repeat("x", 10<<20)).refused(413, "image_too_large")
	i.call("DELETE "+image, "").ok().has(t, map[string]string{"has_image": `false`, "image_url": u.json("image_url")})
	for _, r := range i.Requests() {
		if strings.Contains(r.Body, "PNG") {
			t.Error("an image is recorded")
		}
	}

	i = start(t, assume("image_url_changes", "false"))
	u = i.user("ada@example.com")
	image = "/users/" + u.id() + "/profile_image"
	if upload("file", png).ok()["image_url"] != upload("file", png).ok()["image_url"] {
		t.Error("image_url changes")
	}
}

func TestAWalletIsDeleted(t *testing.T) {
	t.Parallel()
	i := start(t)
	u := i.call("POST /users", `{"web3_wallet":["0xabc","0xdef"]}`).ok()
	wallets := u.items("web3_wallets")
	i.call("DELETE /users/"+u.id()+"/web3_wallets/"+wallets[0].id(), "").ok()
	i.call("GET /users/"+u.id(), "").ok().has(t, map[string]string{"primary_web3_wallet_id": wallets[1].json("id")})
	i.call("DELETE /users/"+u.id()+"/web3_wallets/"+wallets[0].id(), "").refused(404, "resource_not_found")
}

func TestOAuthAccessTokensAreSeeded(t *testing.T) {
	t.Parallel()
	i := start(t)
	u := i.user("ada@example.com")
	i.call("POST /_sim/seed", `{
		"external_accounts": [{"user_id":"`+u.id()+`","provider":"oauth_google","provider_user_id":"g1","email_address":"ada@example.com","approved_scopes":"email"}],
		"oauth_access_tokens": [{"user_id":"`+u.id()+`","provider":"oauth_google","token":"ya29","scopes":["email"]}],
		"activity": [{"user_id":"`+u.id()+`","last_sign_in_at":1767225600000,"last_active_at":1767225600000}],
		"verifications": [{"id":"`+u.items("email_addresses")[0].id()+`","strategy":"email_code"}]}`).ok()
	tokens := "GET /users/" + u.id() + "/oauth_access_tokens/"
	i.call(tokens+"oauth_google", "").list()[0].has(t, map[string]string{"token": `"ya29"`, "provider_user_id": `"g1"`, "scopes": `["email"]`})
	if n := len(i.call(tokens+"oauth_google?paginated=true", "").list()); n != 1 {
		t.Errorf("%d tokens", n)
	}
	if n := len(i.call(tokens+"oauth_github", "").list()); n != 0 {
		t.Errorf("%d tokens of another provider", n)
	}
	i.call(tokens+"oauth_nowhere", "").refused(404, "oauth_token_provider_not_enabled")

	seen := i.call("GET /users?provider=oauth_google&provider_user_id=g1", "").list()[0]
	seen.has(t, map[string]string{"last_sign_in_at": `1767225600000`})
	address := seen.items("email_addresses")[0]
	if len(address.items("linked_to")) != 1 || !strings.Contains(address.json("verification"), "email_code") {
		t.Errorf("address: %v", address)
	}
	i.call("DELETE /email_addresses/"+address.id(), "").refused(400, "delete_linked_identification_disallowed")
	i.call("GET /users?provider=oauth_google", "").refused(422, "form_conditional_param_missing", "provider_user_id")
}

func TestProductionInstancesHaveLiveKeys(t *testing.T) {
	t.Parallel()
	i := start(t, func(o *clerksim.Options) { o.Environment = "production" })
	if !strings.HasPrefix(i.SecretKey(), "sk_live_") || !strings.HasPrefix(i.PublishableKey(), "pk_live_") {
		t.Errorf("keys: %s %s", i.SecretKey(), i.PublishableKey())
	}
	u := i.user("ada@example.com")
	i.call("POST /sessions", `{"user_id":"`+u.id()+`"}`).refused(400, "request_invalid_for_environment")
	i.call("GET /instance", "").ok().has(t, map[string]string{"environment_type": `"production"`, "id": `"` + i.InstanceID() + `"`})
}
