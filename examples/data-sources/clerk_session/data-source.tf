data "clerk_session" "reported" {
  id = "sess_2abcdefghijklmnopqrstuvwxyz"
}

output "reported_session" {
  value = {
    user_id = data.clerk_session.reported.user_id
    status  = data.clerk_session.reported.status
    # Who impersonates the user, if anybody does.
    actor = try(jsondecode(data.clerk_session.reported.actor).sub, null)
  }
}
