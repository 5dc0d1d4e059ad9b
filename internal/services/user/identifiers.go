package user

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

// identifiers are a user's email addresses, phone numbers or wallets: what an
// update does with the one it does with the others.
type identifiers struct {
	set, primary                             string // the attributes
	config, plan, state                      types.Set
	configPrimary, planPrimary, statePrimary types.String
	of                                       func(*model) *types.Set
	list                                     func(*clerk.User) (idByAddress map[string]string, primary string)
	primaryID                                func(*clerk.UpdateUserParams) *rest.Optional[string]
	create                                   func(ctx context.Context, address string) (id, stored string, err error)
	remove                                   func(ctx context.Context, id string) error

	has   map[string]string // id by folded address, as Clerk has them now
	added []string          // created by this update
}

// primaryFirst lists the addresses of a set for a create, where the first becomes
// the primary one. The rest is in an order that does not change from run to run.
func primaryFirst(set types.Set, primary types.String) []string {
	all := attr.Strings(set)
	for i := range all {
		all[i] = strings.TrimSpace(all[i])
	}
	slices.SortStableFunc(all, func(a, b string) int {
		switch first := primary.ValueString(); {
		case attr.SameAddress(a, first):
			return -1
		case attr.SameAddress(b, first):
			return 1
		}
		return 0
	})
	return all
}

// changed reports whether the set or its primary element has to be changed.
func (i *identifiers) changed() bool {
	return tf.Changed(i.config, i.plan, i.state) || tf.Changed(i.configPrimary, i.planPrimary, i.statePrimary)
}

// add creates the addresses that enter the set. One that the user has already,
// from outside or from an apply that failed half-way, enters as it is.
func (i *identifiers) add(ctx context.Context, added func(sent, stored string)) error {
	if !tf.Changed(i.config, i.plan, i.state) {
		return nil
	}
	for _, address := range attr.Strings(i.plan) {
		if _, ok := i.has[attr.FoldAddress(address)]; ok {
			continue
		}
		id, stored, err := i.create(ctx, strings.TrimSpace(address))
		if err != nil {
			return tf.At(i.set, err)
		}
		added(address, stored)
		i.has[attr.FoldAddress(address)] = id
		i.added = append(i.added, address)
	}
	return nil
}

// choose is the id of the address that the update makes primary, where the
// configuration moves the primary address, or where the primary one is about to
// leave a set in which one other remains.
func (i *identifiers) choose(current string) (id rest.Optional[string], err error) {
	want := i.planPrimary.ValueString()
	if !tf.Changed(i.configPrimary, i.planPrimary, i.statePrimary) {
		left := attr.Strings(i.plan)
		if len(left) != 1 || !slices.ContainsFunc(i.leaving(), func(a string) bool { return attr.SameAddress(a, current) }) {
			return id, nil
		}
		want = left[0]
	}
	if attr.SameAddress(want, current) {
		return id, nil
	}
	chosen, ok := i.has[attr.FoldAddress(want)]
	if !ok {
		return id, tf.At(i.primary, tf.Hint(fmt.Sprintf("Add it to %s, which creates it, or choose one that the user has. If it was removed since the plan, plan again.", i.set),
			fmt.Errorf("the user has no address or number %q", want)))
	}
	return rest.Value(chosen), nil
}

// leaving are the addresses that the state's set has and the plan's has not.
func (i *identifiers) leaving() []string {
	if !tf.Changed(i.config, i.plan, i.state) {
		return nil
	}
	stay := attr.Strings(i.plan)
	return slices.DeleteFunc(attr.Strings(i.state), func(a string) bool {
		return has(stay, a)
	})
}

// has reports whether an address is one of several.
func has(all []string, address string) bool {
	return slices.ContainsFunc(all, func(a string) bool { return attr.SameAddress(a, address) })
}

// drop deletes the addresses that leave the set.
func (i *identifiers) drop(ctx context.Context) error {
	for _, address := range i.leaving() {
		id, ok := i.has[attr.FoldAddress(address)]
		if !ok {
			continue
		}
		if err := i.remove(ctx, id); err != nil && !rest.IsNotFound(err) {
			return tf.At(i.set, err)
		}
	}
	return nil
}
