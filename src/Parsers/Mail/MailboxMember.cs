using TriageBot.Parsers.Text;

namespace TriageBot.Parsers.Mail;

/// <summary>How an mbox file keeps body lines that begin with <c>From </c> from being taken for separators.</summary>
public enum MailboxVariant
{
    /// <summary><c>From </c> becomes <c>&gt;From </c>; the length is not stated.</summary>
    Mboxo,

    /// <summary>Each <c>&gt;*From </c> gets one more <c>&gt;</c>, so that it can be undone.</summary>
    Mboxrd,

    /// <summary>As <see cref="Mboxo"/>, and <c>Content-Length</c> states the length of the body.</summary>
    Mboxcl,

    /// <summary><c>Content-Length</c> states the length of the body; nothing is quoted.</summary>
    Mboxcl2,
}

/// <summary>One message of an mbox file.</summary>
/// <param name="Offset">Byte offset of its separator line in the stream, from the place where reading began.</param>
/// <param name="Bytes">The message without separator, with <c>&gt;From </c> quoting undone; empty when it is damaged beyond use.</param>
/// <param name="Variant">The variant that this member was read as.</param>
/// <param name="Damage">What is wrong with it, or null. Its span and line say nothing; <paramref name="Offset"/> says where.</param>
public sealed record MailboxMember(long Offset, ReadOnlyMemory<byte> Bytes, MailboxVariant Variant, Diagnostic? Damage);
