package clerksim

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// seeds is the body of POST /_sim/seed: what the API itself cannot create.
type seeds struct {
	// Users are so many more made-up users.
	Users             int            `json:"users"`
	Activity          []seedActivity `json:"activity"`
	ExternalAccounts  []seedAccount  `json:"external_accounts"`
	OAuthAccessTokens []seedToken    `json:"oauth_access_tokens"`
	Sessions          []seedSession  `json:"sessions"`
	Verifications     []seedVerified `json:"verifications"`
	// AcceptedInvitations are ids of invitations to the instance, inv_…, and to organizations, orginv_…
	AcceptedInvitations []string `json:"accepted_invitations"`
	// OAuthClients are OAuth applications that have registered themselves, and OAuthGrants what users have allowed such applications.
	OAuthClients []seedClient  `json:"oauth_clients"`
	OAuthGrants  []seedGrant   `json:"oauth_grants"`
	TestRuns     []seedTestRun `json:"enterprise_connection_test_runs"`
}

// seedActivity is when a user was last seen, in Unix ms.
type seedActivity struct {
	UserID       string `json:"user_id"`
	LastSignInAt *int64 `json:"last_sign_in_at"`
	LastActiveAt *int64 `json:"last_active_at"`
}

// seedAccount is an external account. If the user has its email address, the
// two are linked, and the address cannot be deleted.
type seedAccount struct {
	UserID         string          `json:"user_id"`
	Provider       string          `json:"provider"` // such as oauth_google
	ProviderUserID string          `json:"provider_user_id"`
	EmailAddress   string          `json:"email_address"`
	FirstName      string          `json:"first_name"`
	LastName       string          `json:"last_name"`
	Username       *string         `json:"username"`
	Label          *string         `json:"label"`
	ApprovedScopes string          `json:"approved_scopes"`
	PublicMetadata json.RawMessage `json:"public_metadata"`
}

// seedToken is an OAuth access token of a user, and of an external account,
// which is made if there is none.
type seedToken struct {
	UserID         string          `json:"user_id"`
	Provider       string          `json:"provider"`
	ProviderUserID string          `json:"provider_user_id"`
	Token          string          `json:"token"`
	ExpiresAt      *int64          `json:"expires_at"`
	Scopes         []string        `json:"scopes"`
	Label          *string         `json:"label"`
	IDToken        string          `json:"id_token"`
	TokenSecret    string          `json:"token_secret"`
	PublicMetadata json.RawMessage `json:"public_metadata"`
}

// seedSession is a session that a person began, in any state.
type seedSession struct {
	UserID               string          `json:"user_id"`
	ClientID             string          `json:"client_id"` // made up if empty
	Status               string          `json:"status"`    // active if empty
	Actor                json.RawMessage `json:"actor"`
	ActiveOrganizationID *string         `json:"active_organization_id"`
}

// seedVerified says how an address was verified: a strategy such as
// email_code or from_oauth_google.
type seedVerified struct {
	ID       string `json:"id"` // idn_…
	Strategy string `json:"strategy"`
}

// seeded is what POST /_sim/seed answers: the ids of what it made.
type seeded struct {
	ExternalAccounts []string `json:"external_accounts"`
	Sessions         []string `json:"sessions"`
	OAuthClients     []string `json:"oauth_clients"`
}

func (s *Server) seed(in seeds) (out seeded, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := &call{Server: s, now: s.clock.now()}
	s.makeUpUsers(in.Users)
	for _, a := range in.Activity {
		err = c.reshape(a.UserID, err, func(u *user) {
			u.lastSignInAt, u.lastActiveAt = a.LastSignInAt, a.LastActiveAt
		})
	}
	for _, a := range in.ExternalAccounts {
		err = c.reshape(a.UserID, err, func(u *user) {
			out.ExternalAccounts = append(out.ExternalAccounts, c.connect(u, a))
		})
	}
	for _, t := range in.OAuthAccessTokens {
		err = c.reshape(t.UserID, err, func(u *user) { c.grant(u, t) })
	}
	for _, v := range in.Verifications {
		owners := c.users.lookup("identification", v.ID)
		if len(owners) == 0 {
			return out, fmt.Errorf("there is no address %q", v.ID)
		}
		err = c.reshape(owners[0].ID, err, func(u *user) {
			a := u.find(v.ID)
			a.status, a.strategy = verified, v.Strategy
		})
	}
	for _, one := range in.Sessions {
		id, failed := c.seedSession(one)
		if failed != nil {
			return out, failed
		}
		out.Sessions = append(out.Sessions, id)
	}
	for _, id := range in.AcceptedInvitations {
		accept := c.acceptOrganizationInvitation
		if strings.HasPrefix(id, "inv_") {
			accept = c.acceptInvitation
		}
		err = errors.Join(err, accept(id))
	}
	for _, r := range in.TestRuns {
		err = errors.Join(err, c.seedTestRun(r))
	}
	for _, one := range in.OAuthClients {
		out.OAuthClients = append(out.OAuthClients, c.register(one))
	}
	for _, one := range in.OAuthGrants {
		err = errors.Join(err, c.allow(one))
	}
	return out, err
}

// reshape changes a user, unless something went wrong before.
func (c *call) reshape(userID string, before error, change func(*user)) error {
	if before != nil {
		return before
	}
	old, ok := c.users.get(userID)
	if !ok {
		return fmt.Errorf("there is no user %q", userID)
	}
	u := old.edit()
	change(u)
	c.users.store(c.now, u)
	return nil
}

func orEmpty(metadata json.RawMessage) json.RawMessage {
	if metadata == nil {
		return emptyObject
	}
	return compact(metadata)
}

// connect gives a user an external account.
func (c *call) connect(u *user, in seedAccount) string {
	a := externalAccount{
		id: newID("eac", c.now), identificationID: newID("idn", c.now), provider: in.Provider, providerUserID: in.ProviderUserID,
		approvedScopes: in.ApprovedScopes, emailAddress: in.EmailAddress, firstName: in.FirstName, lastName: in.LastName, username: in.Username,
		label: in.Label, publicMetadata: orEmpty(in.PublicMetadata), createdAt: millis(c.now), updatedAt: millis(c.now),
	}
	u.accounts = append(u.accounts, a)
	for i, address := range u.addresses {
		if address.kind == email && address.key() == strings.ToLower(in.EmailAddress) {
			u.addresses[i].linkedTo = append(slices.Clip(address.linkedTo), link{a.provider, a.identificationID})
		}
	}
	return a.id
}

// grant gives a user an OAuth access token.
func (c *call) grant(u *user, in seedToken) {
	i := slices.IndexFunc(u.accounts, func(a externalAccount) bool { return a.provider == in.Provider })
	if i < 0 {
		c.connect(u, seedAccount{Provider: in.Provider, ProviderUserID: in.ProviderUserID})
		i = len(u.accounts) - 1
	}
	account := u.accounts[i]
	if in.ProviderUserID == "" {
		in.ProviderUserID = account.providerUserID
	}
	c.switches[in.Provider] = true
	c.oauthAccessTokens = append(c.oauthAccessTokens, oauthAccessToken{
		Object: "oauth_access_token", ExternalAccountID: account.id, ProviderUserID: in.ProviderUserID, Token: in.Token, ExpiresAt: in.ExpiresAt,
		Provider: in.Provider, PublicMetadata: orEmpty(in.PublicMetadata), Label: in.Label, Scopes: in.Scopes, IDToken: in.IDToken,
		TokenSecret: in.TokenSecret, userID: u.ID,
	})
}

// seedSession starts a session as if a person had signed in.
func (c *call) seedSession(in seedSession) (string, error) {
	u, ok := c.users.get(in.UserID)
	if !ok {
		return "", fmt.Errorf("there is no user %q", in.UserID)
	}
	s := sessions().begin(c)
	c.beginSession(&s)
	if s.UserID, s.LastActiveOrganizationID = u.ID, in.ActiveOrganizationID; in.Actor != nil {
		s.Actor = compact(in.Actor)
	}
	if in.ClientID != "" {
		s.ClientID = in.ClientID
	}
	if in.Status != "" {
		s.Status = in.Status
	}
	stored[session](c).store(c.now, s)
	return s.ID, nil
}
