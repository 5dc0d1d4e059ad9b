package tf

// sameAs are codes that Clerk's catalogue has beside another one that means the same.
var sameAs = map[string]string{"machine_not_found": "resource_not_found"}

// hints are better than what a status alone tells.
var hints = map[string]string{
	"user_quota_exceeded":                                  "The instance has as many users as its plan allows; a development instance has a limit of its own, too. Delete users, or see the plan in Clerk's dashboard.",
	"quota_exceeded":                                       "The instance has as many of them as it may have. Delete one that nobody needs, or ask Clerk's support for more.",
	"resource_not_found":                                   "It was deleted outside Terraform, or belongs to another instance. Plan again to see what is there.",
	"organization_not_enabled_in_instance":                 "Turn organizations on, with enabled = true in clerk_instance_organization_settings or in Clerk's dashboard, or take them out of the configuration.",
	"organization_slugs_disabled":                          "Turn slugs on, with slug_disabled = false in clerk_instance_organization_settings or in Clerk's dashboard, or take the argument out of the configuration.",
	"organization_membership_quota_exceeded":               "The organization has as many members as max_allowed_memberships of its clerk_organization allows; 0 is no limit. Raise that, or let somebody go first.",
	"organization_minimum_permissions_needed":              "It is the last member who can manage the organization. Give another member a role that can, such as org:admin, first; or delete the organization.",
	"organization_domains_not_enabled":                     "Turn them on, with domains_enabled = true in clerk_instance_organization_settings or as Verified domains in Clerk's dashboard, or take the domains of organizations out of the configuration.",
	"organization_domain_enrollment_mode_not_enabled":      "Turn the mode on, in domains_enrollment_modes of clerk_instance_organization_settings or beside Verified domains in Clerk's dashboard, or choose manual_invitation.",
	"organization_domain_common":                           "Anybody can have an address of this domain, so Clerk takes it for no organization's. Choose a domain that the organization has to itself.",
	"organization_domain_blocked":                          "Clerk knows the domain as one of disposable addresses. Choose a domain that the organization has to itself.",
	"organization_domain_quota_exceeded":                   "The organization has as many domains as the instance allows. Delete one first, or raise the limit in Clerk's dashboard, in the settings of organizations.",
	"organization_domain_exists_for_enterprise_connection": "An enterprise connection has this domain. Take it out of that connection first, or leave the domain to it.",
	"not_allowed_access":                                   "The restrictions of the instance keep this address out: its blocklist, its allowlist, or another of them. Take the address off the one list, or put it on the other, with clerk_blocklist_identifier and clerk_allowlist_identifier. Which restrictions are on, clerk_instance_restrictions says.",
	"jwt_template_reserved_claim":                          "Clerk sets this claim itself. Take it out of the claims.",
	"session_token_jwt_template":                           "This template customizes the session token, which Clerk does not let go of. Take it out of the state instead, with terraform state rm or a removed block; it stays in Clerk.",
	"form_param_unknown":                                   "The provider sends a field that this instance does not take: one of a feature that is turned off in Clerk's dashboard, perhaps. Otherwise it is a bug in the provider; please report it.",
	"organization_instance_roles_quota_exceeded":           "The instance has as many roles of its own as it may have. Delete one that nobody needs, or ask Clerk's support for more.",
	"organization_missing_creator_role_permissions":        "The role is the one of organization creators in a role set. Leave it these permissions, or give the role set another role for creators first.",
	"organization_system_permission_not_modifiable":        "It is one of Clerk's own permissions. Take it out of the state with a removed block or terraform state rm; it stays in Clerk, and clerk_organization_permissions reads it.",
	"user_managed_by_scim":                                 "A directory manages this user. Change the user there. To leave the user to the directory, take it out of the state with a removed block or terraform state rm; taking it out of the configuration alone plans a destroy.",
	"attribute_managed_by_scim":                            "A directory manages this field. Change it there, or take the argument out of the configuration.",
	"form_password_pwned":                                  "The password was found in a breach. Choose another.",
	"no_password_set":                                      "There is nothing to verify. Give the user a password first, or leave the verification out for users without one.",
	"totp_disabled":                                        "There is nothing to verify. The user has to set up an authenticator app first, or be given totp_secret_wo.",
	"oauth_token_provider_not_enabled":                     "Turn the provider on in Clerk's dashboard, under SSO connections, or correct its name: it is that of Clerk's documentation, such as google.",
	"oauth_missing_refresh_token":                          "The token has expired, and there is none to renew it with. The user has to sign in with the provider again.",
	"last_required_identification_deletion_failed":         "The instance demands that a user keeps one. Put another in its place: what is new is added before what is old is deleted.",
	"identification_deletion_failed":                       "It is the last one that the user can be found by. Put another in its place: what is new is added before what is old is deleted. Or delete the user.",
	"delete_linked_identification_disallowed":              "It came with an account that the user has connected. Remove that connection first. Until then keep it in the configuration; one that has a resource of its own can be left to the user with a removed block or terraform state rm.",
	"form_verification_needed":                             "Set verified = true as well, or wait until its owner has verified it.",
	"identification_create_second_factor_unverified":       "Set verified = true as well, or wait until its owner has verified it.",
	"identification_update_second_factor_unverified":       "Set verified = true as well, or wait until its owner has verified it.",
}
