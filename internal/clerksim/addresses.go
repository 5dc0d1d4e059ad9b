package clerksim

import "net/http"

// addressBodies are the bodies of POST and PATCH, which are open.
func addressBodies(kind addressKind) (create, update *shape) {
	create = &shape{open: true, fields: map[string]rule{
		"user_id": text.need(), kind.String(): text.need(), "verified": flag.orNull(), "primary": flag.orNull(),
	}}
	update = &shape{open: true, fields: map[string]rule{"verified": flag.orNull(), "primary": flag.orNull()}}
	extra := "notify_primary_email_address_changed"
	if kind == phone {
		extra = "reserved_for_second_factor"
	}
	create.fields[extra], update.fields[extra] = flag.orNull(), flag.orNull()
	return create, update
}

func addressOperations() []operation {
	var out []operation
	for kind, collection := range []string{"email_addresses", "phone_numbers"} {
		kind := addressKind(kind)
		create, update := addressBodies(kind)
		replace := &shape{fields: map[string]rule{
			kind.String(): text.need(), "identification_status": text.in(verified, reserved, unverified),
		}}
		if kind == email {
			replace.fields["notify_primary_email_address_changed"] = flag.orNull()
		}
		one := "/" + collection + "/{" + kind.String() + "_id}"
		bind := func(f func(*call, addressKind) (any, *failure)) func(*call) (any, *failure) {
			return func(c *call) (any, *failure) { return f(c, kind) }
		}
		out = append(out,
			operation{pattern: "POST /" + collection, handle: bind((*call).createAddress), body: create},
			operation{pattern: "GET " + one, handle: bind((*call).getAddress)},
			operation{pattern: "PATCH " + one, handle: bind((*call).updateAddress), body: update},
			operation{pattern: "DELETE " + one, handle: bind((*call).deleteAddress)},
			operation{pattern: "PUT /users/{user_id}/" + kind.String(), handle: bind((*call).replaceAddresses), body: replace},
		)
	}
	return out
}

func (a address) view() any {
	if a.kind == phone {
		return a.phoneView()
	}
	return a.emailView()
}

// address gives the address that the path names, and its user.
func (c *call) address(kind addressKind) (*user, address, *failure) {
	id := c.id(kind.String() + "_id")
	for _, u := range c.users.lookup("identification", id) {
		if a := u.find(id); a.kind == kind {
			return u, *a, nil
		}
	}
	return nil, address{}, notFound(map[addressKind]string{email: "email address", phone: "phone number"}[kind], id)
}

func (c *call) scimAddress(u *user) *failure {
	if !c.managedByScim(u.ID) {
		return nil
	}
	return fail(http.StatusConflict, "attribute_managed_by_scim", "Attribute managed by SCIM", "This attribute is managed by a directory and cannot be changed.")
}

func (c *call) getAddress(kind addressKind) (any, *failure) {
	_, a, f := c.address(kind)
	if f != nil {
		return nil, f
	}
	return a.view(), nil
}

func (c *call) createAddress(kind addressKind) (any, *failure) {
	old, f := c.userByID(c.params.text("user_id"))
	if f != nil {
		return nil, f
	}
	if f := c.scimAddress(old); f != nil {
		return nil, f
	}
	value, f := c.normal(kind, c.params.text(kind.String()))
	if f != nil {
		return nil, f
	}
	status := unverified
	if c.params.flag("verified") {
		status = verified
	}
	if c.params.flag("reserved_for_second_factor") && status != verified {
		return nil, unverifiedFactor("identification_create_second_factor_unverified")
	}
	u := old.edit()
	a := c.addAddress(u, kind, value, status)
	if c.params.flag("primary") {
		if status != verified && c.assume["unverified_primary"] == "refused" {
			return nil, unverifiedPrimary(http.StatusUnprocessableEntity)
		}
		u.primary[kind] = a.id
	}
	if c.params.flag("reserved_for_second_factor") {
		u.reserveFactor(a)
	}
	if f := c.saveUser(u); f != nil {
		return nil, f
	}
	return a.view(), nil
}

// unverifiedPrimary has a status of its own for POST and for PATCH, which does not
// list 422.
func unverifiedPrimary(status int) *failure {
	return fail(status, "form_verification_needed", "needs verification", "Only a verified address can be primary.").about("primary")
}

func unverifiedFactor(code string) *failure {
	return fail(http.StatusBadRequest, code, "Phone number is not verified", "Only a verified phone number can be reserved for second factor.").about("reserved_for_second_factor")
}

// reserveFactor makes a phone number a second factor: the default one if it is
// the first.
func (u *user) reserveFactor(a *address) {
	for _, other := range u.addresses {
		if other.secondFactor && other.id != a.id {
			a.secondFactor = true
			return
		}
	}
	a.secondFactor, a.defaultFactor = true, true
}

func (c *call) updateAddress(kind addressKind) (any, *failure) {
	old, before, f := c.address(kind)
	if f != nil {
		return nil, f
	}
	if f := c.scimAddress(old); f != nil {
		return nil, f
	}
	u := old.edit()
	a := u.find(before.id)
	p := c.params
	switch {
	case p.flag("verified") && a.status != verified:
		a.status, a.strategy = verified, "admin"
	case p.has("verified") && !p.flag("verified") && a.status == verified && c.assume["unverify"] == "unverifies":
		a.status, a.strategy = unverified, ""
	}
	switch {
	case p.flag("primary") && a.status != verified:
		return nil, unverifiedPrimary(http.StatusBadRequest)
	case p.flag("primary"):
		u.primary[kind] = a.id
	case p.has("primary") && !p.flag("primary") && u.primary[kind] == a.id && c.assume["demote_primary"] == "demotes":
		u.primary[kind] = ""
	}
	switch {
	case p.flag("reserved_for_second_factor") && a.status != verified:
		return nil, unverifiedFactor("identification_update_second_factor_unverified")
	case p.flag("reserved_for_second_factor"):
		u.reserveFactor(a)
	case p.has("reserved_for_second_factor"):
		a.secondFactor, a.defaultFactor = false, false
	}
	a.updatedAt = millis(c.now)
	if f := c.saveUser(u); f != nil {
		return nil, f
	}
	return a.view(), nil
}

func (c *call) deleteAddress(kind addressKind) (any, *failure) {
	old, a, f := c.address(kind)
	if f != nil {
		return nil, f
	}
	if f := c.scimAddress(old); f != nil {
		return nil, f
	}
	switch {
	case len(a.linkedTo) > 0:
		return nil, linkedAddress()
	case len(old.addresses) == 1 && old.username == nil && !c.assume.yes("last_address_deletable"):
		return nil, fail(http.StatusBadRequest, "identification_deletion_failed", "Deletion failed", "You cannot delete your last identification.")
	case kind == email && len(old.emailKeys()) == 1 && c.switches["email_required"]:
		return nil, fail(http.StatusBadRequest, "last_required_identification_deletion_failed", "Deletion failed", "The last email address cannot be deleted, because this instance requires one.")
	}
	u := old.edit()
	c.drop(u, a.id)
	if f := c.saveUser(u); f != nil {
		return nil, f
	}
	return deleted{kind.String(), a.id, true}, nil
}

func linkedAddress() *failure {
	return fail(http.StatusBadRequest, "delete_linked_identification_disallowed", "Deletion not allowed", "This address is linked to a connected account. Remove the account first.")
}

// replaceAddresses leaves the user with one address of the kind, a new one.
func (c *call) replaceAddresses(kind addressKind) (any, *failure) {
	old, f := c.user()
	if f != nil {
		return nil, f
	}
	value, f := c.normal(kind, c.params.text(kind.String()))
	if f != nil {
		return nil, f
	}
	u := old.edit()
	u.addresses = nil
	for _, a := range old.addresses {
		if a.kind != kind {
			u.addresses = append(u.addresses, a)
		} else if len(a.linkedTo) > 0 {
			return nil, linkedAddress()
		}
	}
	status := verified
	if c.params.has("identification_status") {
		status = c.params.text("identification_status")
	}
	a := c.addAddress(u, kind, value, status)
	u.primary[kind] = a.id
	if f := c.saveUser(u); f != nil {
		return nil, f
	}
	return a.view(), nil
}
