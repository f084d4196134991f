using Keystile.Server.Sessions;
using Keystile.Storage;

namespace Keystile.Server.Events;

/// <summary>What somebody who is signed in does.</summary>
internal static class SessionActs
{
    extension(LiveSession session)
    {
        /// <summary>The event of an act of this session's account.</summary>
        public EventRow Act(EventKind kind, HttpContext http, DateTimeOffset now) => new(kind, session.Row.AppId, now)
        {
            UserId = session.User.Id,
            SessionId = session.Row.Id,
            Device = Device.Of(http.Request).ToString(),
        };
    }
}
