package user

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

// spelledKey is where the private state of a user has which addresses, numbers and
// wallets Clerk stored otherwise than they were sent.
const spelledKey = "addresses"

// spelled has for each set, such as "email_addresses", what was sent by what Clerk
// stored, folded. A set mentions its elements, so each has a spelling of its own. The
// rest of the package sees them as they were sent.
type spelled map[string]map[string]string

func spelledOf(ctx context.Context, private tf.PrivateReader) spelled {
	s := spelled{}
	if raw, _ := private.GetKey(ctx, spelledKey); json.Unmarshal(raw, &s) != nil {
		return spelled{}
	}
	return s
}

func (s spelled) save(ctx context.Context, private tf.PrivateState) diag.Diagnostics {
	if len(s) == 0 {
		return private.SetKey(ctx, spelledKey, nil)
	}
	raw, err := json.Marshal(s)
	if err != nil {
		return nil // not reached
	}
	return private.SetKey(ctx, spelledKey, raw)
}

// compare notes how Clerk stored what was sent, if it is otherwise.
func (s spelled) compare(diags *diag.Diagnostics, set, sent, stored string) {
	if attr.SameAddress(sent, stored) {
		return
	}
	if s[set] == nil {
		s[set] = map[string]string{}
	}
	s[set][attr.FoldAddress(stored)] = sent
	tf.WarnOfSpelling(diags, set, sent, stored)
}

// compareAll notes how Clerk stored what a user was created with. What was not stored as
// it was sent, and what was stored otherwise, belong together in their order.
func (s spelled) compareAll(diags *diag.Diagnostics, p clerk.CreateUserParams, u *clerk.User) {
	for set, has := range addresses(u) {
		sent := map[string][]string{"email_addresses": p.EmailAddresses, "phone_numbers": p.PhoneNumbers, "web3_wallets": p.Web3Wallets}[set]
		lacks := slices.DeleteFunc(slices.Clone(sent), func(a string) bool {
			return slices.ContainsFunc(has, func(b *string) bool { return attr.SameAddress(a, *b) })
		})
		others := slices.DeleteFunc(has, func(a *string) bool {
			return slices.ContainsFunc(sent, func(b string) bool { return attr.SameAddress(*a, b) })
		})
		if len(lacks) != len(others) {
			continue
		}
		for i, stored := range others {
			s.compare(diags, set, lacks[i], *stored)
		}
	}
}

// forget drops the spelling of an address that leaves its set, or that the set has as
// Clerk stored it.
func (s spelled) forget(set string, gone func(sent, stored string) bool) {
	for stored, sent := range s[set] {
		if gone(sent, stored) {
			delete(s[set], stored)
		}
	}
	if len(s[set]) == 0 {
		delete(s, set)
	}
}

// asSent is a user with the addresses as they were sent.
func (s spelled) asSent(u *clerk.User) *clerk.User {
	if u == nil || len(s) == 0 {
		return u
	}
	out := *u // which others may have, too
	out.EmailAddresses, out.PhoneNumbers, out.Web3Wallets = slices.Clone(u.EmailAddresses), slices.Clone(u.PhoneNumbers), slices.Clone(u.Web3Wallets)
	for set, has := range addresses(&out) {
		for _, a := range has {
			if sent, ok := s[set][attr.FoldAddress(*a)]; ok {
				*a = sent
			}
		}
	}
	return &out
}

// addresses are those of a user, by set.
func addresses(u *clerk.User) map[string][]*string {
	all := map[string][]*string{}
	for i := range u.EmailAddresses {
		all["email_addresses"] = append(all["email_addresses"], &u.EmailAddresses[i].EmailAddress)
	}
	for i := range u.PhoneNumbers {
		all["phone_numbers"] = append(all["phone_numbers"], &u.PhoneNumbers[i].PhoneNumber)
	}
	for i := range u.Web3Wallets {
		all["web3_wallets"] = append(all["web3_wallets"], &u.Web3Wallets[i].Web3Wallet)
	}
	return all
}
