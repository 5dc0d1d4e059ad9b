package clerksim

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"unicode"
)

// maxImage is the largest profile image, in bytes.
const maxImage = 10 << 20

// imageTypes are those that the document states for logos; the same are
// taken for profile images.
var imageTypes = []string{"image/jpeg", "image/png", "image/gif", "image/webp"}

func userActionOperations() []operation {
	return []operation{
		{pattern: "POST /users/{user_id}/ban", handle: (*call).ban, body: noBody},
		{pattern: "POST /users/{user_id}/unban", handle: (*call).unban, body: noBody},
		{pattern: "POST /users/{user_id}/lock", handle: (*call).lock, body: noBody},
		{pattern: "POST /users/{user_id}/unlock", handle: (*call).unlock, body: noBody},
		{pattern: "POST /users/ban", handle: (*call).banMany, body: bulkBody},
		{pattern: "POST /users/unban", handle: (*call).unbanMany, body: bulkBody},
		{pattern: "POST /users/{user_id}/profile_image", handle: (*call).setProfileImage},
		{pattern: "DELETE /users/{user_id}/profile_image", handle: (*call).deleteProfileImage},
		{pattern: "DELETE /users/{user_id}/web3_wallets/{web3_wallet_identification_id}", handle: (*call).deleteWallet},
		{pattern: "GET /users/{user_id}/oauth_access_tokens/{provider}", handle: (*call).listOAuthAccessTokens},
	}
}

// bulk is the most users that a bulk action takes.
const bulk = 50

var bulkBody = &shape{open: true, fields: map[string]rule{"user_ids": textList.need().within(1, bulk)}}

// usersByIDs gives the users that a bulk action names.
func (c *call) usersByIDs() ([]*user, *failure) {
	var out []*user
	for _, id := range c.params.list("user_ids") {
		u, ok := c.users.get(id)
		if !ok {
			return nil, fail(http.StatusBadRequest, "resource_not_found", "Resource not found", "No user was found with id "+id+".").about("user_ids")
		}
		out = append(out, u)
	}
	return out, nil
}

// setBanned bans or unbans one user. A ban ends all sessions.
func (c *call) setBanned(u *user, banned bool) *failure {
	if !c.switches["ban"] {
		return unsupportedPlan("ban_users")
	}
	next := u.edit()
	if !c.ignores("banned") {
		next.banned = banned
	}
	if banned {
		c.revokeSessions(u.ID)
	}
	return c.saveUser(next)
}

func (c *call) banOne(banned bool) (any, *failure) {
	u, f := c.user()
	if f != nil {
		return nil, f
	}
	if f := c.setBanned(u, banned); f != nil {
		return nil, f
	}
	return c.getUser()
}

func (c *call) ban() (any, *failure)   { return c.banOne(true) }
func (c *call) unban() (any, *failure) { return c.banOne(false) }

func (c *call) banAll(banned bool) (any, *failure) {
	users, f := c.usersByIDs()
	if f != nil {
		return nil, f
	}
	out := []userView{}
	for _, u := range users {
		if f := c.setBanned(u, banned); f != nil {
			return nil, f
		}
		now, _ := c.users.get(u.ID)
		out = append(out, c.showUser(now))
	}
	return out, nil
}

func (c *call) banMany() (any, *failure)   { return c.banAll(true) }
func (c *call) unbanMany() (any, *failure) { return c.banAll(false) }

func (c *call) setLocked(until int64) (any, *failure) {
	if _, f := c.user(); f != nil {
		return nil, f
	}
	if !c.switches["lockout"] {
		return nil, forbiddenFeature("User lockout")
	}
	return c.changed(func(u *user) {
		if !c.ignores("locked") {
			u.lockedUntil = until
		}
	})
}

func (c *call) lock() (any, *failure)   { return c.setLocked(millis(c.now.Add(lockoutPeriod))) }
func (c *call) unlock() (any, *failure) { return c.setLocked(0) }

// uploaded reads the image of a multipart body by its content: clients send
// any type and file name with it.
func (c *call) uploaded() *failure {
	invalid := fail(http.StatusBadRequest, "request_body_invalid", "Request body invalid", "The request body is not valid multipart/form-data.")
	noFile := fail(http.StatusBadRequest, "form_param_missing", "is missing", "file must be included.").about("file")
	r := c.r.Clone(c.r.Context()) // whose body has been read already
	r.Body = io.NopCloser(bytes.NewReader(c.body))
	reader, err := r.MultipartReader()
	if err != nil {
		return invalid
	}
	for {
		part, err := reader.NextPart()
		switch {
		case errors.Is(err, io.EOF):
			return noFile
		case err != nil:
			return invalid
		}
		if part.FormName() != "file" {
			continue
		}
		content, err := io.ReadAll(part)
		switch {
		case err != nil:
			return invalid
		case len(content) == 0:
			return noFile
		case len(content) > maxImage:
			return fail(http.StatusRequestEntityTooLarge, "image_too_large", "Image too large", "The image being uploaded is more than 10MB. Please choose a smaller one.")
		case !contains(imageTypes, http.DetectContentType(content)):
			return fail(http.StatusUnsupportedMediaType, "unsupported_content_type", "Unsupported content type", "The image must be a JPEG, PNG, GIF or WebP.")
		}
		return nil
	}
}

// nextImage is the id of an image that was just uploaded.
func (c *call) nextImage(old string) string {
	if old != "" && !c.assume.yes("image_url_changes") {
		return old
	}
	return newID("img", c.now)
}

func (c *call) setProfileImage() (any, *failure) {
	if _, f := c.user(); f != nil {
		return nil, f
	}
	if f := c.uploaded(); f != nil {
		return nil, f
	}
	return c.changed(func(u *user) {
		if !c.ignores("file") {
			u.imageID = c.nextImage(u.imageID)
		}
	})
}

func (c *call) deleteProfileImage() (any, *failure) {
	return c.changed(func(u *user) { u.imageID = "" })
}

// imageURL is the address of an object's image, or of its default one.
func (s *Server) imageURL(objectID, imageID string) string {
	about := fmt.Sprintf(`{"type":"default","iid":%q,"rid":%q}`, s.instanceID, objectID)
	if imageID != "" {
		about = fmt.Sprintf(`{"type":"proxy","src":"https://images.clerk.dev/uploaded/%s"}`, imageID)
	}
	return encodeImageURL(about)
}

func encodeImageURL(about string) string {
	return "https://img.clerk.com/" + base64.RawURLEncoding.EncodeToString([]byte(about))
}

// userImageURL is imageURL of a user. Clerk's own picture shows the initials of one
// who has names, and its address has them too.
func (s *Server) userImageURL(u *user) string {
	if initials := initials(text0(u.firstName), text0(u.lastName)); u.imageID == "" && initials != "" {
		return s.initialsURL(u.ID, initials)
	}
	return s.imageURL(u.ID, u.imageID)
}

// initialsURL is the address of a picture of Clerk's that shows initials.
func (s *Server) initialsURL(objectID, initials string) string {
	return encodeImageURL(fmt.Sprintf(`{"type":"default","iid":%q,"rid":%q,"initials":%q}`, s.instanceID, objectID, initials))
}

// initials are the first letters of those names that are not empty.
func initials(names ...string) string {
	var all []rune
	for _, name := range names {
		if letters := []rune(strings.TrimSpace(name)); len(letters) > 0 {
			all = append(all, unicode.ToUpper(letters[0]))
		}
	}
	return string(all)
}

func (c *call) deleteWallet() (any, *failure) {
	u, f := c.user()
	if f != nil {
		return nil, f
	}
	id := c.id("web3_wallet_identification_id")
	if a := u.find(id); a == nil || a.kind != wallet {
		return nil, notFound("web3 wallet", id)
	}
	if _, f := c.change(func(u *user) { c.drop(u, id) }); f != nil {
		return nil, f
	}
	return deleted{"web3_wallet", id, true}, nil
}

// oauthAccessToken cannot be made by the API, only seeded.
type oauthAccessToken struct {
	Object            string          `json:"object"`
	ExternalAccountID string          `json:"external_account_id"`
	ProviderUserID    string          `json:"provider_user_id"`
	Token             string          `json:"token"`
	ExpiresAt         *int64          `json:"expires_at"`
	Provider          string          `json:"provider"`
	PublicMetadata    json.RawMessage `json:"public_metadata"`
	Label             *string         `json:"label"`
	Scopes            []string        `json:"scopes,omitempty"`
	IDToken           string          `json:"id_token,omitempty"`
	TokenSecret       string          `json:"token_secret,omitempty"`
	userID            string
}

func (c *call) listOAuthAccessTokens() (any, *failure) {
	u, f := c.user()
	if f != nil {
		return nil, f
	}
	provider := c.id("provider")
	if !c.switches[provider] {
		return nil, fail(http.StatusNotFound, "oauth_token_provider_not_enabled", "OAuth provider not enabled", "The provider "+provider+" is not enabled for this instance.")
	}
	out := []oauthAccessToken{}
	for _, t := range c.oauthAccessTokens {
		if t.userID == u.ID && t.Provider == provider {
			out = append(out, t)
		}
	}
	return legacyList(c, out, func(t oauthAccessToken) oauthAccessToken { return t })
}

// legacyList answers a list that is a bare array unless it is paginated.
func legacyList[T, V any](c *call, all []T, view func(T) V) (any, *failure) {
	q := c.query()
	p, paginated := c.legacyPage(q)
	if f := q.err(); f != nil {
		return nil, f
	}
	part := each(cut(all, p), view)
	if paginated {
		return listBody[V]{part, int64(len(all))}, nil
	}
	return part, nil
}
