namespace TriageBot.Bot.Storage;

/// <summary>Another process wrote the same row first. Nothing was written; read again and decide again.</summary>
internal sealed class StoreConflictException(Exception cause) : Exception("Another process wrote the same row first.", cause);
