package user

import (
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/tf"
)

// untoldFields are null in the state while Clerk has nothing. Private metadata is not
// among them: where it is null, it was not read.
func untoldFields(m *model) tf.Untold {
	return tf.Untold{
		Texts: []*types.String{
			&m.PrimaryEmailAddress, &m.PrimaryPhoneNumber, &m.PrimaryWeb3Wallet,
			&m.Username, &m.ExternalID, &m.FirstName, &m.LastName, &m.Locale,
		},
		Objects: []*types.String{&m.PublicMetadata, &m.UnsafeMetadata},
		Sets:    []*types.Set{&m.EmailAddresses, &m.PhoneNumbers, &m.Web3Wallets},
	}
}

// keepNull keeps what the prior model has as null, as long as the user has nothing
// there.
func keepNull(prior model, m *model) { tf.KeepNull(untoldFields(&prior), untoldFields(m)) }

// asPlanned is an update that does not clear what is empty already.
func asPlanned(in tf.Input[model]) tf.Input[model] {
	tf.AsPlanned(untoldFields(&in.Plan), untoldFields(&in.State))
	return in
}
