package user

import (
	"context"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

// planWallets keeps the state's wallets where the configuration lists one that the
// user does not have: Clerk adds wallets only when it creates a user. Their owner may
// have disconnected one, which no plan can undo and which must not fail all others.
func planWallets(ctx context.Context, plan, state model, resp *resource.ModifyPlanResponse) {
	kept := attr.Strings(state.Web3Wallets)
	has := func(wallet string) bool {
		return slices.ContainsFunc(kept, func(w string) bool { return attr.SameAddress(w, wallet) })
	}
	missing := slices.DeleteFunc(attr.Strings(plan.Web3Wallets), has)
	if len(missing) == 0 {
		return
	}
	if state.Web3Wallets.IsNull() { // nothing that could be kept
		for _, wallet := range missing {
			resp.Diagnostics.AddAttributeError(path.Root("web3_wallets"), "A wallet that cannot be added", cannotAdd(wallet)+
				"\nTake it out of web3_wallets; the user can connect it themselves.")
		}
		return
	}
	for _, wallet := range missing {
		resp.Diagnostics.AddAttributeWarning(path.Root("web3_wallets"), "A wallet that cannot be added", cannotAdd(wallet)+
			" The user's wallets stay as they are. Take it out of the configuration, or let the user connect it.")
	}
	resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("web3_wallets"), state.Web3Wallets)...)
	if primary := plan.PrimaryWeb3Wallet; !state.PrimaryWeb3Wallet.IsNull() && (primary.IsUnknown() || !has(primary.ValueString())) {
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("primary_web3_wallet"), state.PrimaryWeb3Wallet)...)
	}
}

func cannotAdd(wallet string) string {
	return fmt.Sprintf("The user exists without the wallet %q, and Clerk adds wallets only when it creates a user.", wallet)
}
