package walk

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
)

// Account is a user as Clerk has it, as far as the benchmark's configuration
// mentions users.
type Account struct {
	ID             string
	EmailAddress   string
	FirstName      *string
	LastName       *string
	ExternalID     *string
	PublicMetadata json.RawMessage
}

// Config is what a configuration says of the account.
func (a Account) Config() map[string]any {
	config := map[string]any{
		"email_addresses": []string{a.EmailAddress},
		"public_metadata": string(a.PublicMetadata),
	}
	for name, v := range map[string]*string{"first_name": a.FirstName, "last_name": a.LastName, "external_id": a.ExternalID} {
		if v != nil {
			config[name] = *v
		}
	}
	return config
}

// Accounts lists all users of an instance, oldest first, without the provider's
// client.
func Accounts(ctx context.Context, url, key string) ([]Account, error) {
	const page = 500
	var all []Account
	for after := ""; ; after = "&starting_after=" + all[len(all)-1].ID {
		users, err := list(ctx, fmt.Sprintf("%s/v1/users?order_by=%%2Bcreated_at&limit=%d%s", url, page, after), key)
		if err != nil {
			return nil, err
		}
		all = append(all, users...)
		if len(users) < page {
			return all, nil
		}
	}
}

func list(ctx context.Context, url, key string) ([]Account, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Authorization", "Bearer "+key)
	req.Header.Set("Clerk-Api-Version", "2026-05-12")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("GET %s: %s", url, res.Status)
	}
	var page []struct {
		ID             string          `json:"id"`
		FirstName      *string         `json:"first_name"`
		LastName       *string         `json:"last_name"`
		ExternalID     *string         `json:"external_id"`
		PublicMetadata json.RawMessage `json:"public_metadata"`
		EmailAddresses []struct {
			EmailAddress string `json:"email_address"`
		} `json:"email_addresses"`
	}
	if err := json.NewDecoder(res.Body).Decode(&page); err != nil {
		return nil, err
	}
	accounts := make([]Account, len(page))
	for i, u := range page {
		if len(u.EmailAddresses) != 1 {
			return nil, fmt.Errorf("%s has %d email addresses", u.ID, len(u.EmailAddresses))
		}
		accounts[i] = Account{u.ID, u.EmailAddresses[0].EmailAddress, u.FirstName, u.LastName, u.ExternalID, u.PublicMetadata}
	}
	return accounts, nil
}
