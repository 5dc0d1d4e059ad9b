package clerk_test

import (
	"context"
	"encoding/json"
	"net/http"
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

func TestAbsentNullAndValueReachTheWireAsSuch(t *testing.T) {
	t.Parallel()
	raw := func(s string) json.RawMessage { return json.RawMessage(s) }
	for name, test := range map[string]struct {
		call func(context.Context, *clerk.Client) error
		want string // method, path and body
	}{
		"a create that says nothing": {create, `POST /v1/users {}`},
		"a create with each kind": {func(ctx context.Context, c *clerk.Client) error {
			_, err := c.Users.Create(ctx, clerk.CreateUserParams{
				Account:        clerk.Account{FirstName: rest.Value(""), LastName: rest.Null[string]()},
				EmailAddresses: []string{"ada@example.com"},
				Banned:         rest.Value(true), Locked: rest.Value(false), PublicMetadata: raw(`{"b":1,"a":null}`),
			})
			return err
		}, `POST /v1/users {"first_name":"","last_name":null,"email_address":["ada@example.com"],"public_metadata":{"b":1,"a":null},"banned":true,"locked":false}`},
		"an update of nothing": {func(ctx context.Context, c *clerk.Client) error {
			_, err := c.Users.Update(ctx, "user_1", clerk.UpdateUserParams{})
			return err
		}, `PATCH /v1/users/user_1 {}`},
		"an update that clears": {func(ctx context.Context, c *clerk.Client) error {
			_, err := c.Users.Update(ctx, "user_1", clerk.UpdateUserParams{Account: clerk.Account{Username: rest.Null[string](), Locale: rest.Value("")}})
			return err
		}, `PATCH /v1/users/user_1 {"locale":"","username":null}`},
		"metadata that is not mentioned, and empty": {func(ctx context.Context, c *clerk.Client) error {
			_, err := c.Users.ReplaceMetadata(ctx, "user_1", clerk.Metadata{Public: raw(`{}`)})
			return err
		}, `PUT /v1/users/user_1/metadata {"public_metadata":{}}`},
		"merged metadata that removes a key": {func(ctx context.Context, c *clerk.Client) error {
			_, err := c.Users.MergeMetadata(ctx, "user_1", clerk.Metadata{Unsafe: raw(`{"k":null}`)})
			return err
		}, `PATCH /v1/users/user_1/metadata {"unsafe_metadata":{"k":null}}`},
		"a template with zeros": {func(ctx context.Context, c *clerk.Client) error {
			_, err := c.JWTTemplates.Create(ctx, clerk.JWTTemplateParams{
				Name: "t", Claims: raw(`{}`), AllowedClockSkew: rest.Value[int64](0), SigningKey: rest.Null[string](),
			})
			return err
		}, `POST /v1/jwt_templates {"name":"t","claims":{},"allowed_clock_skew":0,"signing_key":null}`},
		"an email address": {func(ctx context.Context, c *clerk.Client) error {
			_, err := c.EmailAddresses.Create(ctx, clerk.CreateEmailAddressParams{
				UserID: "user_1", EmailAddress: "ada@example.com", Primary: rest.Value(false),
			})
			return err
		}, `POST /v1/email_addresses {"user_id":"user_1","email_address":"ada@example.com","primary":false}`},
		"an empty list, which is not null": {func(ctx context.Context, c *clerk.Client) error {
			return c.Instance.Update(ctx, clerk.UpdateInstanceParams{AllowedOrigins: rest.Value([]string{})})
		}, `PATCH /v1/instance {"allowed_origins":[]}`},
		"a token with Clerk's own lifetime": {func(ctx context.Context, c *clerk.Client) error {
			_, err := c.Sessions.Token(ctx, "sess_1", "hasura", 0)
			return err
		}, `POST /v1/sessions/sess_1/tokens/hasura {}`},
		"an action has no body": {func(ctx context.Context, c *clerk.Client) error {
			_, err := c.Users.Ban(ctx, "user_1")
			return err
		}, `POST /v1/users/user_1/ban `},
		"a delete has no body": {func(ctx context.Context, c *clerk.Client) error {
			return c.Users.Delete(ctx, "user_1")
		}, `DELETE /v1/users/user_1 `},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			seen := newRecord()
			client := serve(t, func(w http.ResponseWriter, r *http.Request) {
				got := seen.add(r)
				if json := r.Header.Get("Content-Type") == "application/json"; json != (got.body != "") {
					t.Errorf("Content-Type %q with body %q", r.Header.Get("Content-Type"), got.body)
				}
				w.Write([]byte(aUser)) //nolint:errcheck // the client reports what it misses
			})
			if err := test.call(t.Context(), client); err != nil {
				t.Fatal(err)
			}
			r := seen.all()[0]
			if got := r.method + " " + r.uri + " " + r.body; got != test.want {
				t.Errorf("sent %s\nwant %s", got, test.want)
			}
		})
	}
}

func TestAProfileImageIsSentAsAFile(t *testing.T) {
	t.Parallel()
	client := serve(t, func(w http.ResponseWriter, r *http.Request) {
		file, header, err := r.FormFile("file")
		if err != nil {
			t.Errorf("no file: %v", err)
			return
		}
		image := make([]byte, header.Size)
		if _, err := file.Read(image); err != nil || string(image) != "\x89PNG" || header.Filename != "ada.png" {
			t.Errorf("got %q, named %q, %v", image, header.Filename, err)
		}
		w.Write([]byte(aUser)) //nolint:errcheck // the client reports what it misses
	})
	if _, err := client.Users.SetProfileImage(t.Context(), "user_1", "ada.png", []byte("\x89PNG")); err != nil {
		t.Error(err)
	}
}

func TestAWrongPasswordOrCodeIsAnAnswer(t *testing.T) {
	t.Parallel()
	for code, verify := range map[string]func(context.Context, *clerk.Client) (bool, error){
		"incorrect_password": func(ctx context.Context, c *clerk.Client) (bool, error) {
			return c.Users.VerifyPassword(ctx, "user_1", "x")
		},
		"totp_incorrect_code": func(ctx context.Context, c *clerk.Client) (bool, error) {
			return c.Users.VerifyTOTP(ctx, "user_1", "x")
		},
	} {
		for body, want := range map[string]bool{`{"verified":true}`: true, `{"errors":[{"code":"` + code + `"}]}`: false} {
			client := fake(t, func(*http.Request) (*http.Response, error) {
				if want {
					return reply(http.StatusOK, body)
				}
				return reply(http.StatusUnprocessableEntity, body)
			})
			if got, err := verify(t.Context(), client); got != want || err != nil {
				t.Errorf("%s: %v, %v", body, got, err)
			}
		}
	}
}

func TestATokenThatIsNotPendingHasNothingToRevoke(t *testing.T) {
	t.Parallel()
	for code, gone := range map[string]bool{
		"sign_in_token_cannot_be_revoked_code": true, "actor_token_cannot_be_revoked_code": true, "bad_request": false,
	} {
		client := fake(t, func(*http.Request) (*http.Response, error) {
			return reply(http.StatusBadRequest, `{"errors":[{"code":"`+code+`"}]}`)
		})
		revoke := client.SignInTokens.Revoke
		if code == "actor_token_cannot_be_revoked_code" {
			revoke = client.ActorTokens.Revoke
		}
		if err := revoke(t.Context(), "id_1"); (err == nil) != gone {
			t.Errorf("%s: %v", code, err)
		}
	}
}
