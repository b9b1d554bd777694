using System.IO.Pipelines;

namespace StrictPost.Server.Tls;

/// <summary>Waits for a connection's ClientHello.</summary>
internal static class ClientHelloReader
{
    /// <summary>Reads it, and leaves every byte in the pipe.</summary>
    /// <returns>Null where something else came.</returns>
    /// <exception cref="IOException">The connection ended first.</exception>
    public static async ValueTask<ClientHello?> ReadAsync(PipeReader input, CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await input.ReadAsync(cancellationToken);
            var state = ClientHelloRecords.Read(read.Buffer, out var hello);
            // What was looked at is not looked at again before more has come.
            input.AdvanceTo(read.Buffer.Start, state == HelloState.Partial ? read.Buffer.End : read.Buffer.Start);
            if (state != HelloState.Partial)
                return hello;
            if (read.IsCompleted || read.IsCanceled)
                throw new TlsBrokenException("The connection ended before a whole ClientHello.");
        }
    }
}
