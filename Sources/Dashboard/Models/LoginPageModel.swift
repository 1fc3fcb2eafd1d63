/// The page `/login`.
package struct LoginPageModel: Sendable {
    package var context: PageContext
    /// What was typed before.
    package var email: String
    package var problem: LoginProblem?
    /// Where to go after signing in: a path of this server, sent back as `next`.
    package var next: String?

    package init(context: PageContext, email: String = "", problem: LoginProblem? = nil, next: String? = nil) {
        self.context = context
        self.email = email
        self.problem = problem
        self.next = next
    }
}

/// Why signing in did not work.
package enum LoginProblem: String, Sendable, CaseIterable {
    /// The email or the password is wrong; which one is not said.
    case wrongCredentials
    /// Too many tries: wait.
    case tooManyAttempts
    /// The form was too old, or came from elsewhere.
    case staleForm
    /// The session ended while a page was open.
    case sessionEnded
}
