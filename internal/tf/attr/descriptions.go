package attr

// OpensAnew is a sentence for the description of every ephemeral resource.
const OpensAnew = "Nothing of it reaches a plan or a state file. Each plan and each apply opens it anew, and so does a destroy that needs it."

// LeftOpen is a sentence for those that are revoked when they are closed.
const LeftOpen = "Terraform closes nothing after a run that fails, so keep the lifetime short: what a failed run leaves behind ends only when it expires."

// QueryNeeds stands in the description of each list resource.
const QueryNeeds = "It needs Terraform 1.14 or later, and stands in a file `*.tfquery.hcl` for `terraform query`. " +
	"Terraform returns 100 results unless the `list` block has a `limit`. " +
	"OpenTofu and older versions of Terraform have no queries: `terraform-provider-clerk export` works with every CLI. It writes configuration in which objects refer to one another, " +
	"which is what another instance needs; a query writes each object by itself, with ids."
