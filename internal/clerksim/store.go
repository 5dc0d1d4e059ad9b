package clerksim

import (
	"reflect"
	"strings"
	"time"
)

// store holds everything that the instance has.
type store struct {
	seq                  uint64
	users                *collection[*user]
	tables               map[reflect.Type]any // the objects of each of the kinds, by their type
	oauthAccessTokens    []oauthAccessToken
	oauthGrants          []oauthGrant
	settings             instanceSettings
	beta                 betaSettings
	restrictions         instanceRestrictions
	organizationSettings organizationSettings
	protect              protectSettings
	communication        communicationSettings
	oauthApplications    oauthApplicationSettings
}

func newStore(lag time.Duration, environment string, assume assumed) store {
	tables := map[reflect.Type]any{}
	for _, k := range kinds() {
		k.addTable(tables, lag)
	}
	return store{
		tables: tables,
		users: newCollection(lag, map[string]func(*user) []string{
			"email_address":  (*user).emailKeys,
			"phone_number":   (*user).phoneKeys,
			"web3_wallet":    (*user).walletKeys,
			"username":       func(u *user) []string { return folded(u.username) },
			"external_id":    func(u *user) []string { return present(u.externalID) },
			"identification": (*user).identificationIDs,
		}),
		settings:             newInstanceSettings(environment),
		beta:                 betaSettings{Object: "instance_settings"},
		restrictions:         instanceRestrictions{Object: "instance_restrictions"},
		organizationSettings: newOrganizationSettings(assume),
		protect:              protectSettings{Object: "instance_protect"},
		communication:        communicationSettings{Object: "instance_communication", BlockedCountryCodes: []string{}},
		oauthApplications:    oauthApplicationSettings{Object: "oauth_application_settings"},
	}
}

// head is what every stored object has.
type head struct {
	Object    string `json:"object"`
	ID        string `json:"id"`
	CreatedAt int64  `json:"created_at"`
	UpdatedAt int64  `json:"updated_at"`
	seq       uint64
}

func (h *head) top() *head   { return h }
func (h head) ident() string { return h.ID }
func (h head) place() place  { return place{h.CreatedAt, h.seq} }

// newHead makes the head of a new object.
func (c *call) newHead(object, prefix string) head {
	c.seq++
	return head{Object: object, ID: newID(prefix, c.now), seq: c.seq, CreatedAt: millis(c.now), UpdatedAt: millis(c.now)}
}

func present(s *string) []string {
	if s == nil || *s == "" {
		return nil
	}
	return []string{*s}
}

func folded(s *string) []string { return present(pointer(strings.ToLower(text0(s)))) }

// pointer gives nil for the empty string, which is JSON null.
func pointer(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

func text0(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
