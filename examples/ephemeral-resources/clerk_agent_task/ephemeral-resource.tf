# An end-to-end test opens the URL, is signed in as Ada for ten minutes, and gets to the dashboard.
ephemeral "clerk_agent_task" "end_to_end" {
  on_behalf_of = {
    user_id = clerk_user.ada.id
  }

  agent_name                      = "end-to-end tests"
  task_description                = "Look at the dashboard"
  redirect_url                    = "https://example.com/dashboard"
  session_max_duration_in_seconds = 600
}

check "agent_task" {
  assert {
    condition     = startswith(ephemeral.clerk_agent_task.end_to_end.url, "https://")
    error_message = "The task has no address."
  }
}
